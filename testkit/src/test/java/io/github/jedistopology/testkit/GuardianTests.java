package io.github.jedistopology.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GuardianTests {

	@TempDir
	private Path temporary;

	@Test
	void runsTheCommandInItsDirectoryAndKeepsItsOutput() throws Exception {
		Path directory = Files.createDirectory(this.temporary.resolve("guarded"));
		try (Guardian guardian = new Guardian(directory)) {
			Path log = directory.resolve("log");
			Process process = guardian.start(List.of("/bin/sh", "-c", "pwd; echo \"$1\" >&2", "sh", "it's a word"),
					directory, log);
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(log).hasContent(directory.toRealPath() + "\nit's a word");
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aSignalToTheGroupOfThisJvmDoesNotReachTheProcess() throws Exception {
		Path directory = Files.createDirectory(this.temporary.resolve("guarded"));
		try (Guardian guardian = new Guardian(directory)) {
			Path log = directory.resolve("log");
			Process process = guardian.start(List.of("/bin/sh", "-c",
					"read -r pid name state parent group session rest < /proc/$$/stat; echo $pid $group $session"),
					directory, log);
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(log).hasContent("%1$d %1$d %1$d".formatted(process.pid()));
		}
	}

	@Test
	void closingKillsWhatRunsAndRemovesTheDirectory() throws Exception {
		Path directory = Files.createDirectory(this.temporary.resolve("guarded"));
		Guardian guardian = new Guardian(directory);
		List<Process> processes = List.of(sleep(guardian, directory), sleep(guardian, directory),
				sleep(guardian, directory));
		processes.get(1).destroyForcibly().waitFor();
		assertThat(processes.get(0).isAlive()).isTrue();
		guardian.close();
		await().untilAsserted(() -> assertThat(processes).noneMatch(Process::isAlive));
		assertThat(directory).doesNotExist();
		guardian.close();
	}

	private static Process sleep(Guardian guardian, Path directory) throws IOException {
		return guardian.start(List.of("sleep", "600"), directory, directory.resolve("log"));
	}

}
