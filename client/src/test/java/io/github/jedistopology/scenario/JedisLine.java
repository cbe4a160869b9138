package io.github.jedistopology.scenario;

import java.util.Map;
import java.util.Set;

import redis.clients.jedis.ClusterCommandArguments;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * What differs between the lines of Jedis that the tests run on.
 */
enum JedisLine {

	SEVEN {

		@Override
		CommandArguments command(ProtocolCommand name, String key) {
			return new ClusterCommandArguments(name).key(key);
		}

		@Override
		Set<Integer> slots(CommandArguments arguments) {
			int slot = ((ClusterCommandArguments) arguments).getCommandHashSlot();
			return (slot >= 0) ? Set.of(slot) : Set.of();
		}

	},

	EIGHT {

		@Override
		Map<Exclusion, Set<String>> exclusions() {
			return Map
				.of(Exclusion.SENDS_NOTHING, Set.of("refreshClusterTopology"), Exclusion.ITERATES,
						Set.of("ftAggregateIterator"), Exclusion.BROADCAST, Set.of("dbSize", "keys", "randomBinaryKey",
								"randomKey", "scriptExists", "scriptFlush", "scriptKill", "scriptLoad"),
						Exclusion.NO_KEY,
						Set.of("configGet", "ftAliasAdd", "ftAliasDel", "ftAliasList", "ftAliasUpdate", "ftAlter",
								"ftCreate", "ftDropIndex", "ftDropIndexDD", "tsQueryLabelValues", "tsQueryLabels"),
						Exclusion.PREPARES, Set.of("himportSet"), Exclusion.INCOMPLETE_SAMPLE,
						Set.of("blmovem(String, String, ListDirection, ListDirection, double, LMoveMParams)",
								"blmovem(byte[], byte[], ListDirection, ListDirection, double, LMoveMParams)",
								"lmovem(String, String, ListDirection, ListDirection, LMoveMParams)",
								"lmovem(byte[], byte[], ListDirection, ListDirection, LMoveMParams)"));
		}

		@Override
		CommandArguments command(ProtocolCommand name, String key) {
			return new CommandArguments(name).key(key);
		}

		@Override
		@SuppressWarnings("unchecked")
		Set<Integer> slots(CommandArguments arguments) {
			try {
				return (Set<Integer>) CommandArguments.class.getMethod("getKeyHashSlots").invoke(arguments);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	};

	/** The line that is on the class path. */
	static JedisLine current() {
		try {
			CommandArguments.class.getMethod("getKeyHashSlots");
			return EIGHT;
		}
		catch (NoSuchMethodException ex) {
			return SEVEN;
		}
	}

	/** What is to be excluded for another reason than on the other line, or only here. */
	Map<Exclusion, Set<String>> exclusions() {
		return Map.of();
	}

	/** A command for a cluster. */
	abstract CommandArguments command(ProtocolCommand name, String key);

	/** The slots of a command's keys. */
	abstract Set<Integer> slots(CommandArguments arguments);

}
