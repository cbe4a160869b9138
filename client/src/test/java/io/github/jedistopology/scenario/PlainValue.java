package io.github.jedistopology.scenario;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * What a value consists of, in lists and values of the JDK: most of what Jedis returns
 * knows no equality, byte arrays least of all.
 */
final class PlainValue {

	private PlainValue() {
	}

	/**
	 * Equal for values that are made of the same parts in the same order.
	 */
	static @Nullable Object of(@Nullable Object value) {
		if (value instanceof byte[] bytes) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}
		if (value instanceof Map.Entry<?, ?> entry) {
			return Arrays.asList(of(entry.getKey()), of(entry.getValue()));
		}
		if (value instanceof Map<?, ?> map) {
			return of(map.entrySet());
		}
		if (value instanceof Iterable<?> elements) {
			return Arrays.asList(StreamSupport.stream(elements.spliterator(), false).map(PlainValue::of).toArray());
		}
		return (value == null || value instanceof Enum || value.getClass().getName().startsWith("java.")) ? value
				: fields(value);
	}

	private static List<@Nullable Object> fields(Object value) {
		List<@Nullable Object> fields = new ArrayList<>();
		for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					fields.add(of(read(field, value)));
				}
			}
		}
		return fields;
	}

	private static @Nullable Object read(Field field, Object value) {
		try {
			field.setAccessible(true);
			return field.get(value);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
