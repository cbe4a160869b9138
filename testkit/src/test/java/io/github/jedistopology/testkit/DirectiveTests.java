package io.github.jedistopology.testkit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DirectiveTests {

	@Test
	void quotesEveryValue() {
		assertThat(Directive.of("save", "").line()).isEqualTo("save \"\"");
		assertThat(Directive.of("user", "app", "on", "+@all").line()).isEqualTo("user \"app\" \"on\" \"+@all\"");
	}

	@Test
	void escapesWhatWouldEndTheQuotesOrTheLine() {
		assertThat(Directive.of("requirepass", "a\"b\\c\nä").line())
			.isEqualTo("requirepass \"a\\x22b\\x5cc\\x0a\\xc3\\xa4\"");
	}

	@Test
	void doesNotPrintValues() {
		assertThat(Directive.of("requirepass", "secret").toString()).doesNotContain("secret");
	}

}
