package io.github.jedistopology.scenario;

import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.DefaultJedisClientConfig;

import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.RecordedView;
import io.github.jedistopology.testkit.adversary.Reply;

/**
 * Stands before a healthy node: passes reads and writes on to it, and says about the
 * cluster what it is told to say.
 */
final class Spokesman implements AutoCloseable {

	private final LabNode node;

	private final ConnectionPool connections;

	private final Adversary server;

	private volatile Answers aboutCluster;

	Spokesman(LabNode node) {
		this.node = node;
		this.connections = new ConnectionPool(
				new HostAndPort(node.address().getAddress().getHostAddress(), node.address().getPort()),
				DefaultJedisClientConfig.builder().build());
		this.connections.setMaxTotal(16);
		this.aboutCluster = honest();
		this.server = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(this::answer);
	}

	/** Where clients reach the node. */
	HostAndPort address() {
		return new HostAndPort("127.0.0.1", this.server.address().getPort());
	}

	/** Says from now on what the node says itself. */
	void tellTheTruth() {
		this.aboutCluster = honest();
	}

	/** Says from now on what was true once. */
	void tell(RecordedView view) {
		this.aboutCluster = view;
	}

	/** Says nothing about the cluster any more. */
	void keepSilent() {
		this.aboutCluster = (command) -> null;
	}

	private Answers honest() {
		return (command) -> RecordedView.of(this.node.address()).to(command);
	}

	private @Nullable Reply answer(List<String> command) {
		if (command.get(0).equalsIgnoreCase("CLUSTER")) {
			return this.aboutCluster.to(command);
		}
		Reply courtesy = Answers.courtesies().to(command);
		return (courtesy != null) ? courtesy : passOn(command);
	}

	/** Reads and writes only, whose replies are a value, nothing, or an error. */
	private Reply passOn(List<String> command) {
		CommandArguments arguments = new CommandArguments(Protocol.Command.valueOf(command.get(0)));
		arguments.addObjects(command.subList(1, command.size()));
		try (Connection connection = this.connections.getResource()) {
			Object value = connection.executeCommand(arguments);
			return (value instanceof byte[] bytes) ? Reply.bulk(new String(bytes)) : Reply.nil();
		}
		catch (JedisDataException ex) {
			return Reply.error(ex.getMessage());
		}
	}

	@Override
	public void close() {
		this.server.close();
		this.connections.close();
	}

}
