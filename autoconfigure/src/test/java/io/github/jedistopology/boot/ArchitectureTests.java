package io.github.jedistopology.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows between packages, and the rules that Spring Boot holds its own
 * auto-configurations to.
 */
class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.github.jedistopology.boot");

	@Test
	void usesOnlyThePublicApiOfTheClient() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAPackage("io.github.jedistopology.internal..")
			.check(this.classes);
	}

	@Test
	void packagesAreNotTangled() {
		slices().matching("io.github.jedistopology.(**)").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void onlyAutoConfigurationAndServiceConnectionsKnowAutoConfiguration() {
		noClasses().that()
			.resideOutsideOfPackages("..autoconfigure..", "..testcontainers..", "..docker.compose..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("..autoconfigure..")
			.check(this.classes);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(FINAL)
			.check(this.classes);
	}

	@Test
	void beanMethodsArePackagePrivateAndWithoutClassConditions() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.bePackagePrivate()
			.andShould()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.check(this.classes);
	}

	@Test
	void everyAutoConfigurationIsListed() throws IOException {
		try (InputStream imports = getClass()
			.getResourceAsStream("/META-INF/spring/%s.imports".formatted(AutoConfiguration.class.getName()))) {
			assertThat(imports).isNotNull();
			assertThat(new String(imports.readAllBytes(), StandardCharsets.UTF_8).lines())
				.containsExactlyInAnyOrderElementsOf(this.classes
					.that(DescribedPredicate.describe("are auto-configurations",
							(JavaClass type) -> type.isAnnotatedWith(AutoConfiguration.class)))
					.stream()
					.map(JavaClass::getName)
					.toList());
		}
	}

}
