package io.github.jedistopology.internal.jedis;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.command.Subscription;

/**
 * A {@link Subscription} in the shape of a connection, as {@code JedisPubSub} uses it:
 * sends and flushes on any thread, reads on one.
 */
final class SubscriptionConnection extends Connection {

	private final Subscription subscription;

	SubscriptionConnection(HostAndPort nobody, Subscription subscription) {
		super(nobody);
		this.subscription = subscription;
	}

	@Override
	public void sendCommand(CommandArguments arguments) {
		this.subscription.send(arguments);
	}

	@Override
	protected void flush() {
		// sent already
	}

	@Override
	public Object getUnflushedObject() {
		return this.subscription.next();
	}

	@Override
	public void setTimeoutInfinite() {
		// as it is anyway
	}

	@Override
	public void rollbackTimeout() {
		// it is used for nothing else
	}

	@Override
	public void close() {
		this.subscription.close();
	}

}
