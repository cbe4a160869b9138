package io.github.jedistopology.scenario;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.GeoCoordinate;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.args.GeoUnit;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.json.Path;
import redis.clients.jedis.json.Path2;
import redis.clients.jedis.params.GeoRadiusStoreParam;
import redis.clients.jedis.params.GeoSearchParam;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.search.IndexOptions;
import redis.clients.jedis.search.Schema;
import redis.clients.jedis.search.hybrid.FTHybridParams;
import redis.clients.jedis.search.hybrid.FTHybridSearchParams;
import redis.clients.jedis.search.hybrid.FTHybridVectorParams;
import redis.clients.jedis.search.hybrid.FTHybridVectorParams.Knn;
import redis.clients.jedis.search.schemafields.SchemaField;
import redis.clients.jedis.search.schemafields.TextField;
import redis.clients.jedis.timeseries.TSElement;
import redis.clients.jedis.timeseries.TSMRangeParams;
import redis.clients.jedis.util.CompareCondition;

/**
 * Arguments for any method of a Jedis client, made by type. Every text is the same key,
 * whatever the method takes it for: a server would refuse many of these commands, but a
 * client does not look that close.
 */
final class SampleArguments {

	private static final Comparator<Executable> LEAST = Comparator.comparingInt(Executable::getParameterCount)
		.thenComparing(Executable::toString);

	private final Method method;

	private final Map<Class<?>, Object> samples = new HashMap<>();

	private SampleArguments(Method method, String key) {
		this.method = method;
		basics(key);
		parameters(key);
		CommandArguments command = JedisLine.current().command(Command.GET, key);
		this.samples.put(ProtocolCommand.class, Command.GET);
		this.samples.put(CommandArguments.class, command);
		this.samples.put(CommandObject.class, new CommandObject<>(command, BuilderFactory.STRING));
	}

	private void basics(String key) {
		this.samples.put(boolean.class, true);
		this.samples.put(int.class, 1);
		this.samples.put(long.class, 1L);
		this.samples.put(Long.class, 1L);
		this.samples.put(float.class, 1.5f);
		this.samples.put(double.class, 1.5);
		this.samples.put(Double.class, 1.5);
		this.samples.put(Number.class, 1.5);
		this.samples.put(String.class, key);
		this.samples.put(Object.class, key);
		this.samples.put(byte[].class, key.getBytes(StandardCharsets.UTF_8));
	}

	/** Those that cannot do without a value. */
	private void parameters(String key) {
		this.samples.put(CompareCondition.class, CompareCondition.valueEq("value"));
		this.samples.put(FTHybridParams.class, hybridSearch());
		this.samples.put(GeoCoordinate.class, new GeoCoordinate(8.5, 47.5));
		this.samples.put(GeoRadiusStoreParam.class, GeoRadiusStoreParam.geoRadiusStoreParam().store(key));
		this.samples.put(GeoSearchParam.class, new GeoSearchParam().fromMember("member").byRadius(1, GeoUnit.KM));
		this.samples.put(IndexOptions.class, IndexOptions.defaultOptions());
		this.samples.put(Path.class, Path.ROOT_PATH);
		this.samples.put(Path2.class, Path2.ROOT_PATH);
		this.samples.put(ScanParams.class, new ScanParams().match(key));
		this.samples.put(Schema.Field.class, new Schema.TextField("field"));
		this.samples.put(SchemaField.class, TextField.of("field"));
		this.samples.put(StreamEntryID.class, new StreamEntryID(1, 1));
		this.samples.put(TSElement.class, new TSElement(1, 1.5));
		this.samples.put(TSMRangeParams.class, new TSMRangeParams().filter("label=value"));
		this.samples.put(XPendingParams.class, new XPendingParams("-", "+", 1));
		this.samples.put(ZRangeParams.class, new ZRangeParams(1, 2));
	}

	private static FTHybridParams hybridSearch() {
		return FTHybridParams.builder()
			.search(FTHybridSearchParams.builder().query("*").build())
			.vectorSearch(FTHybridVectorParams.builder().field("@field").vector("vector").method(Knn.of(1)).build())
			.build();
	}

	/**
	 * New arguments for one call.
	 * @param method the method
	 * @param key what every text is
	 * @return the arguments
	 * @throws IllegalStateException if there is a parameter of an unheard-of type
	 */
	static Object[] of(Method method, String key) {
		SampleArguments arguments = new SampleArguments(method, key);
		return Arrays.stream(method.getGenericParameterTypes()).map(arguments::sample).toArray();
	}

	private Object sample(Type type) {
		if (type instanceof GenericArrayType array) {
			return twice(array.getGenericComponentType());
		}
		if (type instanceof ParameterizedType generic) {
			return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
		}
		return (type instanceof TypeVariable) ? sample(Object.class) : plain((Class<?>) type);
	}

	private Object generic(Class<?> type, Type[] arguments) {
		if (type == Map.class) {
			return Map.of(sample(arguments[0]), sample(arguments[1]));
		}
		if (type == Map.Entry.class) {
			return Map.entry(sample(arguments[0]), sample(arguments[1]));
		}
		if (type == List.class || type == Iterable.class) {
			return List.of(sample(arguments[0]), sample(arguments[0]));
		}
		return (type == Class.class) ? Object.class : sample(type);
	}

	private Object plain(Class<?> type) {
		Object sample = this.samples.get(type);
		if (sample != null) {
			return sample;
		}
		if (type.isArray()) {
			return twice(type.getComponentType());
		}
		return type.isEnum() ? type.getEnumConstants()[0] : defaults(type);
	}

	private Object twice(Type type) {
		Object sample = sample(type);
		Class<?> component = (type instanceof ParameterizedType generic) ? (Class<?>) generic.getRawType()
				: (Class<?>) type;
		Object array = Array.newInstance(component, 2);
		Array.set(array, 0, sample);
		Array.set(array, 1, sample);
		return array;
	}

	/** Made by the constructor or, if there is none, the factory that takes least. */
	private Object defaults(Class<?> type) {
		Stream<Executable> constructors = Arrays.stream(type.getConstructors());
		Stream<Executable> factories = Arrays.stream(type.getMethods())
			.filter((factory) -> Modifier.isStatic(factory.getModifiers()) && factory.getReturnType() == type)
			.map(Executable.class::cast);
		return constructors.min(LEAST)
			.or(() -> factories.min(LEAST))
			.map(this::make)
			.orElseThrow(() -> new IllegalStateException("No sample of %s for %s".formatted(type, this.method)));
	}

	private Object make(Executable maker) {
		Object[] arguments = Arrays.stream(maker.getGenericParameterTypes()).map(this::sample).toArray();
		try {
			return (maker instanceof Constructor<?> constructor) ? constructor.newInstance(arguments)
					: ((Method) maker).invoke(null, arguments);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("No sample of %s for %s".formatted(maker, this.method), ex);
		}
	}

}
