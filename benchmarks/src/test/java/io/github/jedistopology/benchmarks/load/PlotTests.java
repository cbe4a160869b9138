package io.github.jedistopology.benchmarks.load;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Plot} and for how {@link Load} is written.
 */
class PlotTests {

	private static final Load FEW = new Load(1, 3, 0.0333, 2, 20);

	private static final Load MANY = new Load(100, 3, 3.33, 192, 2000);

	@Test
	void eachSizeHasALineForIdleAndOneForAFailover() throws Exception {
		Document svg = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(Plot.of(List.of(FEW, MANY)))));
		assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
		assertThat(svg.getElementsByTagName("polyline").item(0).getAttributes().getNamedItem("points").getNodeValue())
			.isEqualTo("80.0,289.1 300.0,209.1");
	}

	@Test
	void rowHasAsManyDigitsAsMeanSomething() {
		assertThat(MANY).hasToString("| 100 | 3 | 3.3 | 192 | 2,000 |%n".formatted());
		assertThat(FEW).hasToString("| 1 | 3 | 0.033 | 2.0 | 20 |%n".formatted());
	}

}
