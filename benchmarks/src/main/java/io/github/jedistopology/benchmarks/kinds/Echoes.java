package io.github.jedistopology.benchmarks.kinds;

/**
 * {@code ECHO}, which has no key: what comes back must be what was sent.
 */
final class Echoes implements Use {

	private final Stage stage;

	private long sent;

	Echoes(Stage stage) {
		this.stage = stage;
	}

	@Override
	public void once() {
		String text = this.stage.spreadKey(++this.sent);
		String echo = this.stage.tally().attempt(() -> this.stage.client().echo(text));
		if (!text.equals(echo)) {
			this.stage.tally().wrong(1, echo + ", the echo of " + text);
		}
	}

}
