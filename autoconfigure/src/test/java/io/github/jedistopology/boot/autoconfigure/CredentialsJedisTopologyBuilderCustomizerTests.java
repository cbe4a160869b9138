package io.github.jedistopology.boot.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentialsProvider;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.jedistopology.JedisTopology.Builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

@ExtendWith(OutputCaptureExtension.class)
class CredentialsJedisTopologyBuilderCustomizerTests {

	private static final RedisCredentialsProvider BEAN = () -> new DefaultRedisCredentials("bean", "secret");

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

	private final Builder builder = mock(Builder.class);

	private DataRedisSettings dataRedis = DataRedisSettings.NONE;

	@Test
	void nobodyLogsInUnlessTold() {
		customize(Map.of());
		customize(Map.of("username", "", "password", ""));
		verifyNoInteractions(this.builder);
	}

	@Test
	void propertiesSayWhoLogsIn() {
		customize(Map.of("username", "app", "password", "secret"));
		verify(this.builder).credentials("app", "secret");
	}

	@Test
	void passwordAloneIsTheDefaultUsers() {
		customize(Map.of("username", "", "password", "secret"));
		verify(this.builder).credentials(null, "secret");
	}

	@Test
	void springDatasLoginCountsWhereOursSaysNothing() {
		this.dataRedis = login("boot", "boot-secret");
		customize(Map.of());
		verify(this.builder).credentials("boot", "boot-secret");
	}

	@Test
	void ourLoginComesBeforeSpringDatas() {
		this.dataRedis = login("boot", "boot-secret");
		customize(Map.of("username", "app", "password", "secret"));
		verify(this.builder).credentials("app", "secret");
	}

	@Test
	void userNameAndPasswordComeFromOnePlace() {
		this.dataRedis = login("boot", "boot-secret");
		customize(Map.of("password", "secret"));
		verify(this.builder).credentials(null, "secret");
	}

	@Test
	void refusesUserNameWithoutPassword() {
		assertRefused("jedis-topology.username", Map.of("username", "app"));
		this.dataRedis = login("boot", null);
		assertRefused("spring.data.redis.username", Map.of());
	}

	private void assertRefused(String property, Map<String, String> properties) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> customize(properties))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(property);
				assertThat(ex.getValue()).isNotNull();
				assertThat(ex.getReason()).matches("[A-Z].*\\.");
			});
	}

	@Test
	void theBeanIsAskedInsteadOfTheProperties() {
		this.beans.addBean("bean", BEAN);
		customize(Map.of("username", "app", "password", "secret"));
		verify(this.builder).credentials(BEAN);
		verifyNoMoreInteractions(this.builder);
	}

	/** Who logs in under which name is the bean's affair then. */
	@Test
	void propertiesAreNotLookedAtBesideTheBean() {
		this.beans.addBean("bean", BEAN);
		customize(Map.of("username", "app"));
		this.dataRedis = login("boot", null);
		customize(Map.of());
		verify(this.builder, times(2)).credentials(BEAN);
	}

	@Test
	void connectionDetailsFromElsewhereComeBeforeTheBean(CapturedOutput output) {
		this.beans.addBean("bean", BEAN);
		JedisTopologyConnectionDetails details = mock();
		given(details.getPassword()).willReturn("secret of the container");
		customize(details);
		verify(this.builder).credentials(null, "secret of the container");
		verifyNoMoreInteractions(this.builder);
		assertThat(output).contains("RedisCredentialsProvider is not asked");
	}

	private static DataRedisSettings login(String username, @Nullable String password) {
		return new DataRedisSettings(List.of(), username, password, null, 0, null, null, null, null);
	}

	private void customize(Map<String, String> properties) {
		Map<String, String> source = new HashMap<>();
		properties.forEach((name, value) -> source.put("jedis-topology." + name, value));
		JedisTopologyProperties bound = new Binder(new MapConfigurationPropertySource(source))
			.bindOrCreate("jedis-topology", JedisTopologyProperties.class);
		customize(new PropertiesJedisTopologyConnectionDetails(bound, this.dataRedis, null));
	}

	private void customize(JedisTopologyConnectionDetails connectionDetails) {
		new CredentialsJedisTopologyBuilderCustomizer(connectionDetails,
				this.beans.getBeanProvider(RedisCredentialsProvider.class))
			.customize(this.builder);
	}

}
