package io.github.jedistopology.benchmarks.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Draws loads as SVG: clients to the right, questions a second upwards, both in powers of
 * ten; a colour for each size of the cluster, dashed for a failover.
 */
final class Plot {

	private static final List<String> COLOURS = List.of("#1b6ca8", "#c2571a", "#3a7d44");

	/** From a ten-thousandth to a hundred thousand. */
	private static final int LOWEST = -4;

	private static final int HIGHEST = 5;

	private static final int LEFT = 80;

	private static final int TOP = 30;

	private static final int DECADE_RIGHT = 110;

	private static final int DECADE_UP = 40;

	private Plot() {
	}

	static String of(List<Load> loads) {
		List<Integer> sizes = loads.stream().map(Load::nodes).distinct().toList();
		StringBuilder svg = new StringBuilder("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 460" font-family="sans-serif" font-size="13">
				<rect width="720" height="460" fill="white"/>
				<text x="80" y="18">views a second that each node is asked for</text>
				<text x="300" y="445" text-anchor="middle">clients</text>
				""");
		for (int power = LOWEST; power <= HIGHEST; power++) {
			double y = y(Math.pow(10, power));
			svg.append(text("""
					<path d="M%d %.0fh440" stroke="#ddd"/>
					<text x="%d" y="%.0f" text-anchor="end">10<tspan dy="-5" font-size="9">%d</tspan></text>
					""", LEFT, y, LEFT - 8, y + 4, power));
		}
		loads.stream().map(Load::clients).distinct().forEach((clients) -> svg.append(text("""
				<text x="%.0f" y="%.0f" text-anchor="middle">%,d</text>
				""", x(clients), y(0) + 20, clients)));
		for (int i = 0; i < sizes.size(); i++) {
			int nodes = sizes.get(i);
			List<Load> line = loads.stream().filter((load) -> load.nodes() == nodes).toList();
			svg.append(line(line, Load::idle, COLOURS.get(i), "none", "idle", 60 + 50 * i));
			svg.append(line(line, Load::failover, COLOURS.get(i), "6 4", "failover", 80 + 50 * i));
		}
		return svg.append("</svg>\n").toString();
	}

	private static String line(List<Load> line, ToDoubleFunction<Load> value, String colour, String dashes, String name,
			int y) {
		String points = line.stream()
			.map((load) -> text("%.1f,%.1f", x(load.clients()), y(value.applyAsDouble(load))))
			.collect(Collectors.joining(" "));
		return text("""
				<g fill="none" stroke-width="2" stroke="%s" stroke-dasharray="%s">
				<polyline points="%s"/>
				<path d="M540 %dh30"/>
				</g>
				<text x="578" y="%d">%,d nodes, %s</text>
				""", colour, dashes, points, y - 4, y, line.get(0).nodes(), name);
	}

	private static String text(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	private static double x(int clients) {
		return LEFT + DECADE_RIGHT * Math.log10(clients);
	}

	private static double y(double value) {
		return TOP + DECADE_UP * (HIGHEST - Math.max(LOWEST, Math.log10(value)));
	}

}
