package io.github.jedistopology.scenario;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisProtocol;

import io.github.jedistopology.testkit.adversary.Reply;

import static io.github.jedistopology.testkit.adversary.Reply.array;
import static io.github.jedistopology.testkit.adversary.Reply.bulk;
import static io.github.jedistopology.testkit.adversary.Reply.integer;

/**
 * Replies in all the shapes that commands have, and a check of what became of one.
 */
final class SampleReplies {

	private final int number;

	private final Reply one = integer(1);

	private final Reply integer;

	private final Reply text;

	private final Reply decimal;

	private final Reply id;

	private SampleReplies(int number) {
		this.number = number;
		this.integer = integer(number);
		this.text = bulk("text-" + number);
		this.decimal = bulk(number + ".5");
		this.id = bulk(number + "-1");
	}

	/**
	 * One reply of each shape, the plainer ones first.
	 * @param number stands in each where the shape lets it, to tell replies apart
	 * @param protocol those that only RESP3 has come before all others
	 * @return the replies
	 */
	static List<Reply> of(int number, RedisProtocol protocol) {
		SampleReplies samples = new SampleReplies(number);
		List<Reply> resp3 = (protocol == RedisProtocol.RESP3) ? samples.resp3() : List.of();
		return Stream.of(resp3, samples.values(), samples.arrays(), samples.nested(), samples.streams())
			.flatMap(List::stream)
			.toList();
	}

	private List<Reply> resp3() {
		Reply decimal = Reply.decimal(this.number + 0.5);
		return List.of(decimal, Reply.map(this.text, this.text), Reply.map(this.text, decimal),
				Reply.map(this.text, this.integer), Reply.set(this.text, this.text), array(decimal, decimal),
				array(array(this.text, decimal), array(this.text, decimal)), array(this.text, decimal),
				array(this.integer, decimal), array(array(decimal, decimal)), array(array(bulk("string"))));
	}

	private List<Reply> values() {
		return List.of(this.integer, this.one, this.text, this.decimal, this.id, bulk("string"));
	}

	private List<Reply> arrays() {
		return List.of(array(this.text, this.text), array(this.integer, this.integer),
				array(this.decimal, this.decimal), array(this.one, this.one), array(this.id, this.id),
				array(this.text, this.decimal), array(this.integer, this.decimal), array(this.integer, this.text),
				array(this.text, this.integer), array(this.text, this.text, this.decimal),
				array(this.text, this.decimal, this.text), array(this.text, this.text, this.decimal, this.decimal),
				array(bulk("string")), array(bulk("[1]")));
	}

	private List<Reply> nested() {
		Reply texts = array(this.text, this.text);
		return List.of(array(this.decimal, texts), array(bulk("1"), array(this.text, this.decimal)),
				array(this.text, texts), array(this.text, array(array(this.text, this.decimal))),
				array(array(this.integer, texts), this.integer), array(texts), array(array(this.decimal, this.decimal)),
				array(array(this.text, this.decimal)), array(array(this.integer, this.decimal)));
	}

	private List<Reply> streams() {
		Reply entry = array(this.id, array(this.text, this.text));
		Reply consumer = array(bulk("name"), this.text, bulk("consumers"), this.integer, bulk("pending"), this.integer,
				bulk("idle"), this.integer, bulk("inactive"), this.integer);
		return List.of(array(entry), array(array(this.text, array(entry))), array(this.id, array(entry)),
				array(this.id, array(this.id)), array(consumer), stream(this.integer), stream(array()),
				array(this.integer, this.id, this.id, array(array(this.text, bulk("1")))),
				array(array(this.id, this.text, this.integer, this.integer)),
				array(array(this.integer, array(this.decimal, this.decimal))));
	}

	private Reply stream(Reply groups) {
		return array(bulk("length"), this.integer, bulk("radix-tree-keys"), this.integer, bulk("radix-tree-nodes"),
				this.integer, bulk("last-generated-id"), this.id, bulk("groups"), groups);
	}

	/**
	 * Whether a value is what a method promises, down to the elements of collections. No
	 * value, no element and {@code false} are not: that could be for want of a reply.
	 */
	static boolean fits(@Nullable Object value, Type type) {
		if (value == null || value.equals(false)) {
			return false;
		}
		if (type instanceof ParameterizedType generic) {
			return fits(value, generic.getRawType()) && fits(value, generic.getActualTypeArguments());
		}
		return !(type instanceof Class<?> plain) || MethodType.methodType(plain).wrap().returnType().isInstance(value);
	}

	private static boolean fits(Object value, Type[] arguments) {
		if (value instanceof Map<?, ?> map) {
			return !map.isEmpty() && map.entrySet().stream().allMatch((entry) -> fits((Object) entry, arguments));
		}
		if (value instanceof Map.Entry<?, ?> entry) {
			return fits(entry.getKey(), arguments[0]) && fits(entry.getValue(), arguments[1]);
		}
		if (value instanceof Collection<?> elements) {
			return !elements.isEmpty() && elements.stream().allMatch((element) -> fits(element, arguments[0]));
		}
		return true;
	}

}
