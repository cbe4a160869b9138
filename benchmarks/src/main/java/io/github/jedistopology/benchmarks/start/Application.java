package io.github.jedistopology.benchmarks.start;

import java.lang.management.ManagementFactory;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * An application with Spring Data Redis and nothing else. Prints a {@link Start}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Application {

	public static void main(String... arguments) {
		long begin = System.nanoTime();
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
			double started = millisSince(begin);
			context.getBean(StringRedisTemplate.class).opsForValue().get("key");
			double replied = millisSince(begin);
			double cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
			System.out.printf(Locale.ROOT, "%f %f %f%n", started, replied, cpu);
		}
	}

	private static double millisSince(long begin) {
		return (System.nanoTime() - begin) / 1e6;
	}

}
