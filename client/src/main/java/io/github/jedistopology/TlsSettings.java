package io.github.jedistopology;

import java.util.Objects;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Connections are encrypted, and the server's certificate must be valid for the name that
 * was dialled.
 *
 * @param context trust and keys
 * @param parameters protocols and cipher suites; host names are verified whatever it says
 */
public record TlsSettings(SSLContext context, SSLParameters parameters) {

	public TlsSettings {
		Objects.requireNonNull(context, "context");
		Objects.requireNonNull(parameters, "parameters");
	}

	/**
	 * TLS with a context's default protocols and cipher suites.
	 * @param context trust and keys
	 * @return the settings
	 */
	public static TlsSettings of(SSLContext context) {
		return new TlsSettings(context, context.getDefaultSSLParameters());
	}

}
