package io.github.jedistopology.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name service of a lab: answers look-ups of its nodes' host names and of its
 * configuration endpoint, and can be told to fail, to hang, to lie and to lag. The
 * configuration endpoint lists every node that has joined and was not removed, even when
 * it is down. {@code names()::resolve} fits a client's resolver interface. Numeric
 * addresses resolve to themselves; names that are not the lab's are unknown. Names are
 * not case-sensitive. Safe for use by several threads.
 */
public final class LabNames {

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	/** What {@link InetAddress#getByName(String)} never asks a name service for. */
	private static final Pattern NUMERIC = Pattern.compile(OCTET + "(\\." + OCTET + "){3}|.*:.*");

	private final String configurationEndpoint;

	private final LongSupplier nanoTime;

	/** The nodes' own names; the truth, at once. */
	private final Map<String, List<InetAddress>> hosts = new ConcurrentHashMap<>();

	private final Map<String, NameFault> faults = new ConcurrentHashMap<>();

	private final Set<LabNode> listed = new LinkedHashSet<>();

	private final Listings listings = new Listings();

	private volatile Duration lag = Duration.ZERO;

	/**
	 * @param configurationEndpoint the name that stands for all nodes
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 */
	LabNames(String configurationEndpoint, LongSupplier nanoTime) {
		this.configurationEndpoint = key(configurationEndpoint);
		this.nanoTime = nanoTime;
	}

	/**
	 * Looks a name up.
	 * @param host a name or a numeric address
	 * @return its addresses, at least one
	 * @throws UnknownHostException when there is no such name (any more), or when it was
	 * made to fail
	 */
	public List<InetAddress> resolve(String host) throws UnknownHostException {
		NameFault fault = this.faults.get(key(host));
		return (fault != null) ? fault.resolve(host, this::truth) : truth(host);
	}

	private List<InetAddress> truth(String host) throws UnknownHostException {
		String key = key(host);
		List<InetAddress> addresses = key.equals(this.configurationEndpoint) ? this.listings.at(visible())
				: this.hosts.get(key);
		if (addresses != null && !addresses.isEmpty()) {
			return addresses;
		}
		if (NUMERIC.matcher(key).matches()) {
			return List.of(InetAddress.getByName(key));
		}
		throw new UnknownHostException(host + ": not a name of this lab");
	}

	/** The time whose truth can be seen now. */
	private long visible() {
		return this.nanoTime.getAsLong() - this.lag.toNanos();
	}

	/**
	 * Makes the configuration endpoint lag behind the truth: for this long it goes on to
	 * list removed nodes, and does not list new ones yet. The names of the nodes
	 * themselves never lag. What the configuration endpoint lists when this is called, it
	 * does not take back.
	 * @param lag how long; zero at first
	 */
	public synchronized void lag(Duration lag) {
		if (lag.isNegative()) {
			throw new IllegalArgumentException("lag must not be negative: " + lag);
		}
		this.listings.forgetBefore(visible());
		this.lag = lag;
	}

	/**
	 * Makes look-ups of a name fail with an {@link UnknownHostException}.
	 */
	public void fail(String host) {
		set(host, (name, truth) -> {
			throw new UnknownHostException(name + ": made to fail");
		});
	}

	/**
	 * Makes look-ups of a name hang until {@link #restore(String)} or the end of the lab;
	 * then they get the true answer.
	 */
	public void hang(String host) {
		set(host, new NameFault.Hanging());
	}

	/**
	 * Makes a name, even one that is not the lab's, resolve to these addresses.
	 */
	public void point(String host, List<InetAddress> addresses) {
		List<InetAddress> answer = List.copyOf(addresses);
		if (answer.isEmpty()) {
			throw new IllegalArgumentException("addresses must not be empty: fail(host) makes a name unknown");
		}
		set(host, (name, truth) -> answer);
	}

	/**
	 * Makes a name resolve as if nothing had been done to it.
	 */
	public void restore(String host) {
		end(this.faults.remove(key(host)));
	}

	private void set(String host, NameFault fault) {
		end(this.faults.put(key(host), fault));
	}

	private static void end(@Nullable NameFault fault) {
		if (fault != null) {
			fault.end();
		}
	}

	private static String key(String host) {
		return host.toLowerCase(Locale.ROOT);
	}

	/** Makes the nodes' own names known. */
	void add(Collection<LabNode> nodes) {
		for (LabNode node : nodes) {
			if (node.hostName() != null) {
				this.hosts.put(key(node.hostName()), List.of(node.address().getAddress()));
			}
		}
	}

	/** Makes the configuration endpoint list these nodes too. */
	synchronized void list(Collection<LabNode> nodes) {
		this.listed.addAll(nodes);
		publish();
	}

	/** Lets the nodes' names vanish, and the configuration endpoint drop them. */
	synchronized void remove(Collection<LabNode> nodes) {
		nodes.stream().map(LabNode::hostName).filter(Objects::nonNull).map(LabNames::key).forEach(this.hosts::remove);
		this.listed.removeAll(nodes);
		publish();
	}

	private void publish() {
		this.listings.add(this.nanoTime.getAsLong(),
				this.listed.stream().map((node) -> node.address().getAddress()).distinct().toList());
	}

	/** Lets all look-ups that hang go on. */
	void close() {
		this.faults.keySet().forEach(this::restore);
	}

}
