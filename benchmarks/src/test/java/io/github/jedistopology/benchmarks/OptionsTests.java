package io.github.jedistopology.benchmarks;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void hasDefaults() {
		assertThat(Options.parse()).isEqualTo(Options.DEFAULTS);
	}

	@Test
	void everyOptionCounts() {
		assertThat(Options.parse("--threads=2,8", "--rounds=7", "--turn=200"))
			.isEqualTo(new Options(List.of(2, 8), 7, Duration.ofMillis(200)));
	}

	@Test
	void quickCanBeRefined() {
		assertThat(Options.parse("--quick", "--rounds=9"))
			.isEqualTo(new Options(Options.QUICK.threads(), 9, Options.QUICK.turn()));
	}

	@Test
	void refusesWhatCannotBeMeasured() {
		refuses("--rounds=5", "--rounds is '5': expected at least 6");
		refuses("--threads=4,0", "--threads is '[4, 0]': expected numbers from 1, separated by commas");
		refuses("--turn=0", "--turn is '0': expected milliseconds, at least 1");
	}

	@Test
	void refusesWhatItDoesNotUnderstand() {
		refuses("--rounds=many", "--rounds is 'many': expected a whole number");
		refuses("--rounds", "--rounds is '': expected a whole number");
		refuses("--slow",
				"'--slow' is unknown: expected --quick, --threads=1,16, --rounds=40 or --turn=500 " + "(milliseconds)");
	}

	private static void refuses(String argument, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(argument)).withMessage(message);
	}

}
