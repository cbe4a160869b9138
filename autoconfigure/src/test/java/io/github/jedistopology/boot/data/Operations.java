package io.github.jedistopology.boot.data;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.cache.Cache;
import org.springframework.data.domain.Range;
import org.springframework.data.geo.Circle;
import org.springframework.data.geo.Distance;
import org.springframework.data.geo.Metrics;
import org.springframework.data.geo.Point;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.BitFieldSubCommands;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.Record;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.PatternTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * What applications do with a template. Each operation works on keys that start with its
 * own name, and gives what it has seen.
 */
enum Operations {

	VALUE((redis) -> {
		var values = redis.opsForValue();
		values.set("VALUE", "one");
		values.set("VALUE:expiring", "two", Duration.ofMinutes(1));
		return seen(values.get("VALUE"), values.setIfAbsent("VALUE", "x"), values.setIfPresent("VALUE", "three"),
				values.getAndSet("VALUE", "four"), values.append("VALUE", "!"), values.size("VALUE"),
				values.increment("VALUE:n", 5), values.decrement("VALUE:n"), values.get("VALUE", 0, 1),
				values.setBit("VALUE:bits", 7, true), values.getBit("VALUE:bits", 7), values.get("VALUE:missing"),
				values.getAndDelete("VALUE"), redis.hasKey("VALUE"), redis.getExpire("VALUE:expiring") > 50,
				values.bitField("VALUE:field",
						BitFieldSubCommands.create()
							.incr(BitFieldSubCommands.BitFieldType.unsigned(8))
							.valueAt(0)
							.by(3)));
	}),

	HASH((redis) -> {
		var hash = redis.<String, String>opsForHash();
		hash.putAll("HASH", Map.of("a", "1", "b", "2"));
		return seen(hash.get("HASH", "a"), hash.putIfAbsent("HASH", "a", "9"), new TreeMap<>(hash.entries("HASH")),
				hash.multiGet("HASH", List.of("b", "c")), hash.increment("HASH", "n", 2), hash.hasKey("HASH", "n"),
				hash.size("HASH"), hash.delete("HASH", "a", "b"), hash.keys("HASH"));
	}),

	LIST((redis) -> {
		var list = redis.opsForList();
		return seen(list.rightPushAll("LIST", "a", "b", "c", "b"), list.leftPush("LIST", "z"),
				list.range("LIST", 0, -1), list.index("LIST", 1), list.remove("LIST", 1, "b"), list.leftPop("LIST"),
				list.rightPop("LIST"), list.size("LIST"), list.indexOf("LIST", "c"),
				list.rightPopAndLeftPush("LIST", "LIST:{LIST}"), list.leftPop("LIST:none"));
	}),

	SET((redis) -> {
		var set = redis.opsForSet();
		set.add("{SET}:1", "a", "b", "c");
		set.add("{SET}:2", "b", "c", "d");
		set.add("SET:elsewhere", "c");
		return seen(set.isMember("{SET}:1", "a"), set.size("{SET}:1"), set.intersect("{SET}:1", "{SET}:2"),
				set.union("{SET}:1", "SET:elsewhere"), set.difference("{SET}:1", "SET:elsewhere"),
				set.move("{SET}:1", "a", "{SET}:2"), set.remove("{SET}:1", "b"), set.members("{SET}:1"),
				set.intersectAndStore("{SET}:2", "SET:elsewhere", "{SET}:3"));
	}),

	SORTED_SET((redis) -> {
		var zset = redis.opsForZSet();
		return seen(zset.add("ZSET", "a", 1.5), zset.add("ZSET", "b", 2.5), zset.incrementScore("ZSET", "a", 3),
				zset.rangeWithScores("ZSET", 0, -1), zset.rank("ZSET", "a"), zset.reverseRange("ZSET", 0, 0),
				zset.rangeByScore("ZSET", 2, 3), zset.score("ZSET", "b"), zset.score("ZSET", "b", "nobody"),
				zset.rangeByLex("ZSET", Range.unbounded()), zset.popMin("ZSET"), zset.count("ZSET", 0, 9),
				zset.removeRange("ZSET", 0, -1));
	}),

	STREAM((redis) -> {
		var stream = redis.<String, String>opsForStream();
		stream.add("STREAM", Map.of("k", "v"));
		stream.createGroup("STREAM", ReadOffset.from("0"), "group");
		var read = stream.read(Consumer.from("group", "me"), StreamReadOptions.empty().count(5),
				StreamOffset.create("STREAM", ReadOffset.lastConsumed()));
		return seen(stream.size("STREAM"), read.stream().map(Record::getValue).toList(),
				stream.pending("STREAM", "group").getTotalPendingMessages(),
				stream.acknowledge("STREAM", "group", read.get(0).getId()), stream.trim("STREAM", 0),
				stream.range("STREAM", Range.unbounded()));
	}),

	GEO((redis) -> {
		var geo = redis.opsForGeo();
		geo.add("GEO", Map.of("Palermo", new Point(13.361389, 38.115556), "Catania", new Point(15.087269, 37.502669)));
		return seen(geo.distance("GEO", "Palermo", "Catania", Metrics.KILOMETERS), geo.hash("GEO", "Palermo"),
				geo.position("GEO", "Catania"),
				geo.radius("GEO", new Circle(new Point(15, 37), new Distance(100, Metrics.KILOMETERS))));
	}),

	HYPER_LOG_LOG((redis) -> seen(redis.opsForHyperLogLog().add("HLL", "a", "b", "c"),
			redis.opsForHyperLogLog().add("HLL", "a"), redis.opsForHyperLogLog().size("HLL"))),

	SCRIPT((redis) -> seen(
			redis.execute(RedisScript.of("return redis.call('INCRBY', KEYS[1], ARGV[1])", Long.class),
					List.of("SCRIPT"), "7"),
			redis.execute(RedisScript.of("return redis.call('INCRBY', KEYS[1], ARGV[1])", Long.class),
					List.of("SCRIPT"), "7"))),

	KEYS((redis) -> {
		List<String> keys = IntStream.range(0, 20).mapToObj((i) -> "KEYS:" + i).toList();
		keys.forEach((key) -> redis.opsForValue().set(key, "v"));
		return seen(redis.keys("KEYS:*"), redis.type("KEYS:1"), redis.expire("KEYS:1", Duration.ofMinutes(1)),
				redis.persist("KEYS:1"), redis.copy("KEYS:1", "KEYS:{KEYS:1}", true),
				renamed(redis, "KEYS:2", "KEYS:renamed"), redis.countExistingKeys(keys), redis.delete("KEYS:3"),
				redis.unlink(keys.subList(4, 10)), redis.countExistingKeys(keys));
	}),

	MULTI_KEY((redis) -> {
		Map<String, String> values = new LinkedHashMap<>();
		IntStream.range(0, 50).forEach((i) -> values.put("MULTI:" + i, "v" + i));
		List<String> keys = new ArrayList<>(values.keySet());
		redis.opsForValue().multiSet(values);
		List<String> some = List.of("MULTI:7", "MULTI:none", "MULTI:3", "MULTI:7");
		return seen(redis.opsForValue().multiGet(keys), redis.opsForValue().multiGet(some),
				redis.opsForValue().multiSetIfAbsent(Map.of("MULTI:new", "1", "MULTI:newer", "2")),
				redis.countExistingKeys(keys), redis.delete(keys), redis.countExistingKeys(keys));
	}),

	/** What keys in one slot make possible. */
	ONE_SLOT((redis) -> {
		redis.opsForValue().multiSet(Map.of("{ONE}:1", "a", "{ONE}:2", "b"));
		redis.opsForHyperLogLog().add("{ONE}:hll:1", "a", "b");
		redis.opsForHyperLogLog().add("{ONE}:hll:2", "b", "c");
		redis.opsForZSet().add("{ONE}:z1", "a", 1);
		redis.opsForZSet().add("{ONE}:z2", "a", 2);
		return seen(redis.opsForValue().multiSetIfAbsent(Map.of("{ONE}:2", "x", "{ONE}:3", "c")),
				redis.opsForHyperLogLog().size("{ONE}:hll:1", "{ONE}:hll:2"),
				redis.opsForHyperLogLog().union("{ONE}:hll", "{ONE}:hll:1", "{ONE}:hll:2"),
				redis.opsForZSet().unionAndStore("{ONE}:z1", "{ONE}:z2", "{ONE}:z3"),
				redis.opsForZSet().score("{ONE}:z3", "a"),
				redis.execute(RedisScript.of("return redis.call('MGET', KEYS[1], KEYS[2])", List.class),
						List.of("{ONE}:1", "{ONE}:2")));
	}),

	PUB_SUB((redis) -> {
		BlockingQueue<String> messages = new LinkedBlockingQueue<>();
		RedisMessageListenerContainer container = new RedisMessageListenerContainer();
		container.setConnectionFactory(redis.getRequiredConnectionFactory());
		container.afterPropertiesSet();
		container.start();
		try {
			container.addMessageListener((message, pattern) -> messages.add(new String(pattern) + " " + message),
					new PatternTopic("PUB_SUB:*"));
			container.addMessageListener((message, pattern) -> messages.add("channel " + message),
					new ChannelTopic("PUB_SUB:news"));
			redis.convertAndSend("PUB_SUB:news", "hello");
			return seen(Set.of(taken(messages), taken(messages)));
		}
		finally {
			container.stop();
		}
	}),

	CACHE((redis) -> {
		RedisCacheManager caches = RedisCacheManager.create(redis.getRequiredConnectionFactory());
		Cache cache = caches.getCache("CACHE");
		cache.put("a", "1");
		Object first = cache.get("b", () -> "2");
		List<Object> seen = seen(first, cache.get("a").get(), cache.putIfAbsent("a", "9").get(), cache.get("c"),
				cache.evictIfPresent("a"), cache.get("a"), redis.keys("CACHE*"));
		cache.clear();
		return seen(seen, redis.keys("CACHE*"));
	}),

	SESSION((redis) -> {
		RedisTemplate<String, Object> objects = new RedisTemplate<>();
		objects.setConnectionFactory(redis.getRequiredConnectionFactory());
		objects.setKeySerializer(RedisSerializer.string());
		objects.setHashKeySerializer(RedisSerializer.string());
		objects.afterPropertiesSet();
		return seen(session(new RedisSessionRepository(objects)));
	});

	private static <S extends Session> List<Object> session(SessionRepository<S> sessions) {
		S session = sessions.createSession();
		session.setAttribute("cart", "tea");
		sessions.save(session);
		S found = sessions.findById(session.getId());
		found.setAttribute("cart", "milk");
		String before = found.getId();
		found.changeSessionId();
		sessions.save(found);
		S changed = sessions.findById(found.getId());
		sessions.deleteById(found.getId());
		return seen(sessions.findById(before), changed.<String>getAttribute("cart"), sessions.findById(found.getId()));
	}

	private static String taken(BlockingQueue<String> messages) {
		try {
			return String.valueOf(messages.poll(20, TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private final Function<StringRedisTemplate, List<Object>> operation;

	Operations(Function<StringRedisTemplate, List<Object>> operation) {
		this.operation = operation;
	}

	List<Object> run(StringRedisTemplate redis) {
		return this.operation.apply(redis);
	}

	private static List<Object> seen(Object... values) {
		return Stream.of(values).map(Operations::comparable).toList();
	}

	/** Sets have no order. */
	private static Object comparable(Object value) {
		return (value instanceof Set<?> set) ? Set.copyOf(set) : String.valueOf(value);
	}

	private static boolean renamed(StringRedisTemplate redis, String from, String to) {
		redis.rename(from, to);
		return redis.hasKey(to) && !redis.hasKey(from);
	}

}
