package io.github.jedistopology.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority for one lab, and one certificate that serves all its nodes,
 * made with the JDK's own {@code keytool}.
 */
final class TestCertificates {

	private static final String STORE_PASSWORD = "changeit";

	private final Path directory;

	private final KeyStore store;

	private TestCertificates(Path directory, KeyStore store) {
		this.directory = directory;
		this.store = store;
	}

	/**
	 * Makes the certificates.
	 * @param directory where the PEM files go
	 * @param domain the domain of the nodes' host names
	 * @param ips the nodes' IP addresses
	 */
	static TestCertificates create(Path directory, String domain, List<String> ips) {
		try {
			Path file = Files.createDirectories(directory).resolve("lab.p12");
			keytool(file, "-alias", "ca", "-dname", "CN=Lab CA", "-ext", "bc:c");
			String names = Stream.concat(Stream.of("dns:*." + domain), ips.stream().map((ip) -> "ip:" + ip))
				.collect(Collectors.joining(",", "san=", ""));
			keytool(file, "-alias", "server", "-signer", "ca", "-dname", "CN=" + domain, "-ext", names);
			TestCertificates certificates = new TestCertificates(directory, load(file));
			certificates.writePemFiles();
			return certificates;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("Cannot make certificates in " + directory, ex);
		}
	}

	private static void keytool(Path store, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-groupname", "secp256r1", "-validity", "7", "-storetype", "PKCS12", "-keystore",
						store.toString(), "-storepass", STORE_PASSWORD));
		command.addAll(List.of(arguments));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		int status;
		try {
			status = keytool.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while keytool ran", ex);
		}
		if (status != 0) {
			throw new IOException("keytool failed with " + status + ": " + output);
		}
	}

	private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream content = Files.newInputStream(file)) {
			store.load(content, STORE_PASSWORD.toCharArray());
		}
		return store;
	}

	private void writePemFiles() throws IOException, GeneralSecurityException {
		writePem(authority(), "CERTIFICATE", this.store.getCertificate("ca").getEncoded());
		writePem(certificate(), "CERTIFICATE", this.store.getCertificate("server").getEncoded());
		writePem(key(), "PRIVATE KEY", this.store.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded());
	}

	private static void writePem(Path file, String type, byte[] content) throws IOException {
		String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		Files.writeString(file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, base64));
	}

	/** The authority's certificate, a PEM file. */
	Path authority() {
		return this.directory.resolve("ca.crt");
	}

	private Path certificate() {
		return this.directory.resolve("server.crt");
	}

	private Path key() {
		return this.directory.resolve("server.key");
	}

	/** What redis.conf has to say. */
	List<Directive> directives() {
		return List.of(Directive.of("tls-ca-cert-file", authority()), Directive.of("tls-cert-file", certificate()),
				Directive.of("tls-key-file", key()), Directive.of("tls-auth-clients", "no"),
				Directive.of("tls-cluster", "yes"), Directive.of("tls-replication", "yes"));
	}

	/** For clients: trusts this authority and nobody else. */
	SSLContext sslContext() {
		try {
			KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
			trusted.load(null, null);
			trusted.setCertificateEntry("ca", this.store.getCertificate("ca"));
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, factory.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("Cannot make an SSL context", ex);
		}
	}

}
