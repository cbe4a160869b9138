package io.github.jedistopology;

/**
 * How an attempt to open a connection has ended.
 */
public enum DialOutcome {

	/** A connection is open, encrypted and logged in as configured. */
	OPENED,

	/** The name does not resolve. */
	UNKNOWN_HOST,

	/** Nobody listens there. */
	REFUSED,

	/** It was not open in time. */
	TIMED_OUT,

	/** The two sides do not agree on how to encrypt, or the certificate is not valid. */
	TLS_FAILED,

	/** The node does not accept the user, the password, or a command of the login. */
	LOGIN_REFUSED,

	/** It failed in another way. */
	FAILED

}
