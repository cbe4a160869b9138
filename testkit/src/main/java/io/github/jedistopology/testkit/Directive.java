package io.github.jedistopology.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of redis.conf.
 */
record Directive(String name, List<String> values) {

	static Directive of(String name, Object... values) {
		return new Directive(name, List.of(values).stream().map(String::valueOf).toList());
	}

	/** The line, each value quoted so that it may contain anything. */
	String line() {
		return this.name + this.values.stream().map(Directive::quoted).collect(Collectors.joining());
	}

	private static String quoted(String value) {
		StringBuilder quoted = new StringBuilder(" \"");
		for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
			if (b < ' ' || b > '~' || b == '"' || b == '\\') {
				quoted.append("\\x%02x".formatted(b));
			}
			else {
				quoted.append((char) b);
			}
		}
		return quoted.append('"').toString();
	}

	/** Not the values: they may be passwords. */
	@Override
	public String toString() {
		return this.name;
	}

}
