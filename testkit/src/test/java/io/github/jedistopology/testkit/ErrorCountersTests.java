package io.github.jedistopology.testkit;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorCountersTests {

	@Test
	void readsInfoErrorstats() {
		assertThat(ErrorCounters.parse("# Errorstats\r\nerrorstat_ASK:count=3\r\nerrorstat_ERR:count=12\r\n"))
			.isEqualTo(Map.of("ASK", 3L, "ERR", 12L));
		assertThat(ErrorCounters.parse("# Errorstats\r\n")).isEmpty();
	}

}
