package io.github.jedistopology.sample;

import redis.clients.jedis.RedisClusterClient;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Keys with the request's or the response's body as their value.
 */
@RestController
@RequestMapping("/api/keys/{key}")
class KeyController {

	private final RedisClusterClient redis;

	KeyController(RedisClusterClient redis) {
		this.redis = redis;
	}

	@PutMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void put(@PathVariable String key, @RequestBody String value) {
		this.redis.set(key, value);
	}

	// Plain text whatever the client accepts: a browser must not run what somebody
	// stored.
	@GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
	String get(@PathVariable String key) {
		String value = this.redis.get(key);
		if (value == null) {
			throw missing(key);
		}
		return value;
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String key) {
		if (this.redis.del(key) == 0) {
			throw missing(key);
		}
	}

	private static ResponseStatusException missing(String key) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no key '%s'".formatted(key));
	}

}
