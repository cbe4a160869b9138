package io.github.jedistopology.testkit.adversary;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The answers that keep a client's connection alive whatever else the server does.
 */
enum Courtesies implements Answers {

	INSTANCE;

	private static final Map<String, Reply> REPLIES = Map.ofEntries(Map.entry("PING", Reply.simple("PONG")),
			Map.entry("HELLO", Reply.error("ERR unknown command 'HELLO'")), Map.entry("AUTH", Reply.ok()),
			Map.entry("CLIENT", Reply.ok()), Map.entry("SELECT", Reply.ok()), Map.entry("READONLY", Reply.ok()),
			Map.entry("READWRITE", Reply.ok()), Map.entry("ASKING", Reply.ok()), Map.entry("QUIT", Reply.ok()),
			Map.entry("COMMAND", Reply.array()), Map.entry("INFO", Reply
				.bulk("# Server\r\nredis_version:5.0.14\r\nredis_mode:cluster\r\n# Replication\r\nrole:master\r\n")));

	@Override
	public @Nullable Reply to(List<String> command) {
		return REPLIES.get(command.get(0).toUpperCase(Locale.ROOT));
	}

}
