package io.github.jedistopology.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The {@code redis-server} that {@code org.signal:embedded-redis} carries for this
 * platform, extracted once per JVM and gone with it.
 */
final class RedisBinary {

	private static final String VERSION = "7.0.15";

	private RedisBinary() {
	}

	static Path embedded() {
		return Extracted.PATH;
	}

	/**
	 * The name of the binary for a platform, as the system properties {@code os.name} and
	 * {@code os.arch} give it.
	 */
	static String resourceFor(String osName, String osArch) {
		String system = switch (osName.toLowerCase(Locale.ROOT).split(" ")[0]) {
			case "linux" -> "linux";
			case "mac" -> "darwin";
			default -> "";
		};
		String architecture = switch (osArch.toLowerCase(Locale.ROOT)) {
			case "amd64", "x86_64" -> "amd64";
			case "aarch64", "arm64" -> "arm64";
			case "x86", "i386", "i686" -> "386";
			default -> "";
		};
		if (system.isEmpty() || architecture.isEmpty() || (system + architecture).equals("darwin386")) {
			throw new IllegalStateException(
					"There is no embedded Redis for %s on %s; give the lab a binary with redisServer(path)"
						.formatted(osName, osArch));
		}
		return "redis-server-" + VERSION + "-" + system + "-" + architecture;
	}

	/** Loaded on first use, which makes it once per JVM. */
	private static final class Extracted {

		/** Never closed: it removes the file when the JVM is gone. */
		private static final Guardian GUARDIAN;

		static final Path PATH;

		static {
			String resource = resourceFor(System.getProperty("os.name"), System.getProperty("os.arch"));
			try (InputStream content = RedisBinary.class.getResourceAsStream("/" + resource)) {
				if (content == null) {
					throw new IllegalStateException(
							"No " + resource + " on the class path; is org.signal:embedded-redis missing?");
				}
				// Not next to the data: /dev/shm is often mounted noexec.
				Path directory = Files.createTempDirectory("redis-binary-");
				GUARDIAN = new Guardian(directory);
				PATH = directory.resolve(resource);
				Files.copy(content, PATH);
				if (!PATH.toFile().setExecutable(true)) {
					throw new IOException("Cannot make " + PATH + " executable");
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Cannot extract " + resource, ex);
			}
		}

	}

}
