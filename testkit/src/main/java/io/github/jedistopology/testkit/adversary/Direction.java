package io.github.jedistopology.testkit.adversary;

/**
 * One of the two ways through a {@link TcpProxy}.
 */
public enum Direction {

	/** From the client to the server. */
	REQUESTS,

	/** From the server to the client. */
	REPLIES;

	Direction opposite() {
		return (this == REQUESTS) ? REPLIES : REQUESTS;
	}

}
