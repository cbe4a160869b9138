package io.github.jedistopology.boot.example;

import java.time.Duration;
import java.util.function.Supplier;

import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Logs in with an IAM token: a URL that is signed for 15 minutes, without its scheme. It
 * is computed at each dial, which takes a few microseconds and asks nobody.
 */
public final class ElastiCacheIamCredentials implements RedisCredentialsProvider {

	private static final String SCHEME = "http://";

	private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

	private final String userId;

	private final String cacheName;

	private final String region;

	private final Supplier<? extends AwsCredentialsIdentity> identity;

	public ElastiCacheIamCredentials(String userId, String cacheName, String region,
			Supplier<? extends AwsCredentialsIdentity> identity) {
		this.userId = userId;
		this.cacheName = cacheName;
		this.region = region;
		this.identity = identity;
		// The first one is slow: classes are loaded, an identity is fetched.
		token();
	}

	@Override
	public RedisCredentials get() {
		return new DefaultRedisCredentials(this.userId, token());
	}

	private String token() {
		SdkHttpRequest connect = SdkHttpRequest.builder()
			.method(SdkHttpMethod.GET)
			.uri(SCHEME + this.cacheName + "/")
			.putRawQueryParameter("Action", "connect")
			.putRawQueryParameter("User", this.userId)
			.build();
		return this.signer
			.sign((request) -> request.identity(this.identity.get())
				.request(connect)
				.putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "elasticache")
				.putProperty(AwsV4HttpSigner.REGION_NAME, this.region)
				.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
				.putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(15)))
			.request()
			.getUri()
			.toString()
			.substring(SCHEME.length());
	}

}
