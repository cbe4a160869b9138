package io.github.jedistopology.boot.example;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token as the server sees it, which computes the signature once more with the secret
 * that it knows (AWS Signature Version 4, "Create a signed AWS API request").
 *
 * @param host whom it is for
 * @param query its parameters, as they are written
 */
record IamToken(String host, Map<String, String> query) {

	static IamToken parse(String token) {
		URI uri = URI.create("http://" + token);
		Map<String, String> query = Arrays.stream(uri.getRawQuery().split("&"))
			.map((parameter) -> parameter.split("=", 2))
			.collect(Collectors.toMap((parameter) -> parameter[0], (parameter) -> parameter[1], (one, other) -> one,
					TreeMap::new));
		return new IamToken(uri.getHost(), query);
	}

	String parameter(String name) {
		return URLDecoder.decode(this.query.getOrDefault(name, ""), StandardCharsets.UTF_8);
	}

	boolean isSignedWith(String accessKey, String secret, String region) {
		String time = parameter("X-Amz-Date");
		String scope = "%s/%s/elasticache/aws4_request".formatted(time.substring(0, 8), region);
		String canonical = String.join("\n", "GET", "/", canonicalQuery(), "host:" + this.host, "", "host", sha256(""));
		String toSign = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical));
		byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
		for (String part : scope.split("/")) {
			key = hmac(key, part);
		}
		return parameter("X-Amz-Credential").equals(accessKey + "/" + scope)
				&& parameter("X-Amz-Signature").equals(HexFormat.of().formatHex(hmac(key, toSign)));
	}

	private String canonicalQuery() {
		return this.query.entrySet()
			.stream()
			.filter((parameter) -> !parameter.getKey().equals("X-Amz-Signature"))
			.map((parameter) -> parameter.getKey() + "=" + parameter.getValue())
			.collect(Collectors.joining("&"));
	}

	private static String sha256(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] hmac(byte[] key, String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
