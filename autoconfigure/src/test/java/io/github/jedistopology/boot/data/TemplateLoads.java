package io.github.jedistopology.boot.data;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.github.jedistopology.testkit.load.LoadTarget;

/**
 * Ways in which applications read and write by a template.
 */
enum TemplateLoads {

	VALUE {

		@Override
		@Nullable String read(StringRedisTemplate redis, String key) {
			return redis.opsForValue().get(key);
		}

		@Override
		void write(StringRedisTemplate redis, String key, String value) {
			redis.opsForValue().set(key, value);
		}

	},

	HASH {

		@Override
		@Nullable String read(StringRedisTemplate redis, String key) {
			return redis.<String, String>opsForHash().get(key, "field");
		}

		@Override
		void write(StringRedisTemplate redis, String key, String value) {
			redis.opsForHash().put(key, "field", value);
		}

	},

	SCRIPT {

		@Override
		@Nullable String read(StringRedisTemplate redis, String key) {
			return redis.execute(RedisScript.of("return redis.call('GET', KEYS[1])", String.class), List.of(key));
		}

		@Override
		void write(StringRedisTemplate redis, String key, String value) {
			redis.execute(RedisScript.of("return redis.call('SET', KEYS[1], ARGV[1])['ok']", String.class),
					List.of(key), value);
		}

	},

	/** Two keys, which are in different slots. */
	MULTI_KEY {

		@Override
		@Nullable String read(StringRedisTemplate redis, String key) {
			return same(redis.opsForValue().multiGet(List.of(key, other(key))));
		}

		@Override
		void write(StringRedisTemplate redis, String key, String value) {
			redis.opsForValue().multiSet(Map.of(key, value, other(key), value));
		}

	},

	PIPELINE {

		@Override
		@Nullable String read(StringRedisTemplate redis, String key) {
			return same(redis.executePipelined((RedisCallback<Object>) (connection) -> {
				connection.stringCommands().get(key.getBytes());
				connection.stringCommands().get(other(key).getBytes());
				return null;
			}));
		}

		@Override
		void write(StringRedisTemplate redis, String key, String value) {
			redis.executePipelined((RedisCallback<Object>) (connection) -> {
				connection.stringCommands().set(key.getBytes(), value.getBytes());
				connection.stringCommands().set(other(key).getBytes(), value.getBytes());
				return null;
			});
		}

	};

	abstract @Nullable String read(StringRedisTemplate redis, String key);

	abstract void write(StringRedisTemplate redis, String key, String value);

	LoadTarget on(StringRedisTemplate redis) {
		return new LoadTarget() {

			@Override
			public @Nullable String read(String key) {
				return TemplateLoads.this.read(redis, key);
			}

			@Override
			public void write(String key, String value) {
				TemplateLoads.this.write(redis, key, value);
			}

		};
	}

	private static String other(String key) {
		return key + ":other";
	}

	private static @Nullable String same(List<?> values) {
		return String.valueOf(values.get(0)).equals(String.valueOf(values.get(1))) ? (String) values.get(0)
				: "different: " + values;
	}

}
