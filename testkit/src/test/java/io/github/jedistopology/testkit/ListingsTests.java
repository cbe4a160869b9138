package io.github.jedistopology.testkit;

import java.net.InetAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListingsTests {

	private static final List<InetAddress> FIRST = List.of(InetAddress.getLoopbackAddress());

	private static final List<InetAddress> SECOND = List.of();

	@Test
	void givesWhatWasListedAtATime() {
		Listings listings = new Listings();
		listings.add(100, FIRST);
		listings.add(200, SECOND);
		assertThat(listings.at(199)).isEqualTo(FIRST);
		assertThat(listings.at(200)).isEqualTo(SECOND);
		assertThat(listings.at(1000)).isEqualTo(SECOND);
	}

	@Test
	void theFirstListIsTrueForAllTimeBefore() {
		Listings listings = new Listings();
		assertThat(listings.at(0)).isEmpty();
		listings.add(100, FIRST);
		assertThat(listings.at(-1000)).isEqualTo(FIRST);
	}

	@Test
	void whatIsForgottenIsReplacedByWhatCameAfter() {
		Listings listings = new Listings();
		listings.forgetBefore(0);
		listings.add(100, FIRST);
		listings.add(200, SECOND);
		listings.forgetBefore(199);
		assertThat(listings.at(100)).isEqualTo(FIRST);
		listings.forgetBefore(200);
		assertThat(listings.at(100)).isEqualTo(SECOND);
	}

	@Test
	void timeMayOverflow() {
		Listings listings = new Listings();
		listings.add(Long.MAX_VALUE - 10, FIRST);
		listings.add(Long.MAX_VALUE, SECOND);
		assertThat(listings.at(Long.MAX_VALUE - 1)).isEqualTo(FIRST);
		assertThat(listings.at(Long.MIN_VALUE + 5)).isEqualTo(SECOND);
	}

}
