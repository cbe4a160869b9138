package io.github.jedistopology.boot.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

/**
 * The table in the documentation, and a registry, as texts that can be compared: name,
 * type and tags of each meter.
 */
public final class DocumentedMeters {

	private static final Pattern ROW = Pattern.compile("\\| `(redis\\.[a-z.]+)` \\| (\\w+) \\| ([^|]*) \\| [^|]+ \\|");

	private static final Pattern TAG = Pattern.compile("`(\\w+)`");

	private DocumentedMeters() {
	}

	public static Set<String> read() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("..", "docs", "metrics.md"))) {
			return lines.map(ROW::matcher)
				.filter((row) -> row.matches())
				.map((row) -> text(row.group(1), row.group(2),
						TAG.matcher(row.group(3)).results().map((tag) -> tag.group(1))))
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

	public static Set<String> in(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("redis."))
			.map((id) -> text(id.getName(), id.getType().name().toLowerCase(Locale.ROOT),
					id.getTags().stream().map(Tag::getKey)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String text(String name, String type, Stream<String> tags) {
		return "%s %s [%s]".formatted(name, type, tags.sorted().collect(Collectors.joining(", ")));
	}

}
