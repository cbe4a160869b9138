package io.github.jedistopology.testkit;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TestCertificatesTests {

	@TempDir
	private Path directory;

	@Test
	void oneAuthorityVouchesForAllNamesAndAddresses() throws Exception {
		TestCertificates certificates = TestCertificates.create(this.directory, "lab-1.redis.test",
				List.of("127.0.0.1", "127.9.0.1"));
		X509Certificate authority = read(certificates.authority());
		X509Certificate server = read(this.directory.resolve("server.crt"));
		server.verify(authority.getPublicKey());
		assertThat(server.getSubjectAlternativeNames()).containsExactlyInAnyOrder(List.of(2, "*.lab-1.redis.test"),
				List.of(7, "127.0.0.1"), List.of(7, "127.9.0.1"));
		assertThat(this.directory.resolve("server.key")).content().startsWith("-----BEGIN PRIVATE KEY-----");
		assertThat(certificates.directives()).contains(Directive.of("tls-ca-cert-file", certificates.authority()));
		assertThat(certificates.sslContext().getProtocol()).isEqualTo("TLS");
	}

	private static X509Certificate read(Path file) throws Exception {
		try (InputStream content = Files.newInputStream(file)) {
			return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(content);
		}
	}

}
