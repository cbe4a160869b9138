package io.github.jedistopology.scenario;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Why a method of Jedis's client is not among those that are redirected by its key. A
 * name stands for all methods of that name, a signature for one.
 */
enum Exclusion {

	SENDS_NOTHING("only makes something, tells something, or sets it", "builder", "close", "create", "getCache",
			"getClusterNodes", "getConnectionFromSlot", "pipelined", "setBroadcastAndRoundRobinConfig",
			"setDefaultSearchDialect", "setJsonObjectMapper", "setKeyArgumentPreProcessor"),

	SUBSCRIBES("keeps its connection and waits there for messages, not for a reply", "psubscribe", "ssubscribe",
			"subscribe"),

	ITERATES("goes through all nodes as one iterates, whatever the slots", "ftAggregateIteration", "ftSearchIteration",
			"scanIteration"),

	PREPARES("sends another command before its own when its connection is new to it"),

	INCOMPLETE_SAMPLE("takes options of Jedis 8 that cannot do without a value; its shorter form is redirected"),

	NOT_IN_A_CLUSTER("is refused by Jedis's own cluster client", "dbSize", "hotkeysGet", "hotkeysReset", "hotkeysStart",
			"hotkeysStop", "multi", "scan(String)", "scan(byte[])", "transaction"),

	CONNECTION_BOUND("is about what its own connection has written", "waitAOF", "waitReplicas"),

	BROADCAST("has no key and goes to every primary", "broadcastCommand", "configSet", "flushAll", "flushDB",
			"ftAliasAdd", "ftAliasDel", "ftAliasUpdate", "ftAlter", "ftCreate", "ftDropIndex", "ftDropIndexDD",
			"functionDelete", "functionFlush", "functionKill", "functionLoad", "functionLoadReplace", "functionRestore",
			"ping", "scriptExists(List)", "scriptFlush()", "scriptKill()", "scriptLoad(String)", "slowlogReset"),

	NO_KEY("has no key (the name of a search index, a channel and a label are none) and goes to any primary", "echo",
			"eval(String)", "eval(byte[])", "evalsha(String)", "evalsha(byte[])", "ftAggregate", "ftConfigGet(String)",
			"ftConfigSet(String, String)", "ftDictAdd", "ftDictDel", "ftDictDump", "ftExplain", "ftExplainCLI",
			"ftHybrid", "ftInfo", "ftList", "ftProfileAggregate", "ftProfileSearch", "ftSearch", "ftSpellCheck",
			"ftSynDump", "ftSynUpdate", "ftTagVals", "functionDump", "functionList", "functionListBinary",
			"functionListWithCode", "functionListWithCodeBinary", "functionStats", "functionStatsBinary", "info",
			"publish", "randomBinaryKey", "randomKey", "sendCommand(ProtocolCommand)", "tsMGet", "tsMRange",
			"tsMRevRange", "tsQueryIndex"),

	HIDDEN_KEY("has a key that Jedis does not see, and goes to any primary first",
			"sendBlockingCommand(ProtocolCommand, String[])", "sendBlockingCommand(ProtocolCommand, byte[][])",
			"sendCommand(ProtocolCommand, String[])", "sendCommand(ProtocolCommand, byte[][])");

	private static final JedisLine LINE = JedisLine.current();

	private final String reason;

	private final Set<String> methods;

	Exclusion(String reason, String... methods) {
		this.reason = reason;
		this.methods = Set.of(methods);
	}

	/**
	 * Why a method is excluded, {@code null} when it is not.
	 */
	static @Nullable Exclusion of(Method method) {
		return Arrays.stream(values())
			.filter((exclusion) -> names(LINE.exclusions().getOrDefault(exclusion, Set.of()), method))
			.findFirst()
			.or(() -> Arrays.stream(values()).filter((exclusion) -> names(exclusion.methods, method)).findFirst())
			.orElse(null);
	}

	private static boolean names(Set<String> methods, Method method) {
		return methods.contains(method.getName()) || methods.contains(EveryCommandTests.signature(method));
	}

	@Override
	public String toString() {
		return this.reason;
	}

}
