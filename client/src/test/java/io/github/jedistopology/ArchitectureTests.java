package io.github.jedistopology;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import io.github.jedistopology.internal.jedis.ClusterAssembly;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Who may know whom.
 */
@AnalyzeClasses(packages = "io.github.jedistopology", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.jedistopology";

	/** Users begin here, so that everything is put together behind it. */
	private static final DescribedPredicate<JavaClass> THE_DOOR = belongToAnyOf(JedisTopology.class);

	private static final DescribedPredicate<JavaClass> BEHIND_THE_DOOR = equivalentTo(ClusterAssembly.class);

	@ArchTest
	static final ArchRule arrowsBetweenPackages = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("root")
		.definedBy(ROOT)
		.layer("view")
		.definedBy(ROOT + ".internal.view")
		.layer("reconcile")
		.definedBy(ROOT + ".internal.reconcile")
		.layer("engine")
		.definedBy(ROOT + ".internal.engine")
		.layer("connection")
		.definedBy(ROOT + ".internal.connection")
		.layer("command")
		.definedBy(ROOT + ".internal.command")
		.layer("jedis")
		.definedBy(ROOT + ".internal.jedis")
		.whereLayer("root")
		.mayNotAccessAnyLayer()
		.whereLayer("view")
		.mayOnlyAccessLayers("root")
		.whereLayer("reconcile")
		.mayOnlyAccessLayers("view", "root")
		.whereLayer("engine")
		.mayOnlyAccessLayers("reconcile", "view", "root")
		.whereLayer("connection")
		.mayOnlyAccessLayers("view", "root")
		.whereLayer("command")
		.mayOnlyAccessLayers("connection", "root")
		.whereLayer("jedis")
		.mayOnlyAccessLayers("command", "connection", "engine", "root")
		.ignoreDependency(THE_DOOR, BEHIND_THE_DOOR)
		.ensureAllClassesAreContainedInArchitectureIgnoring(ROOT + ".testkit..");

	/** The root, which may access nothing but the door, cannot be part of a cycle. */
	@ArchTest
	static final ArchRule noCycles = slices().matching(ROOT + ".internal.(*)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule onlyTheBridgeExtendsJedis = classes().that()
		.resideInAPackage(ROOT + "..")
		.and()
		.resideOutsideOfPackages(ROOT + ".internal.jedis", ROOT + ".testkit..")
		.and()
		.areNotAssignableTo(Throwable.class)
		.should()
		.notBeAssignableTo(resideInAPackage("redis.clients.jedis.."));

	@ArchTest
	static final ArchRule exceptionsExtendJedisExceptionsOnly = classes().that()
		.areAssignableTo(Throwable.class)
		.and()
		.areAssignableTo(resideInAPackage("redis.clients.jedis.."))
		.should()
		.beAssignableTo(resideInAPackage("redis.clients.jedis.exceptions"));

	@ArchTest
	static final ArchRule nothingDependsOnTheTestkit = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".testkit..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT + ".testkit..");

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().that()
		.resideOutsideOfPackage(ROOT + ".testkit..")
		.should(resideInANullMarkedPackage());

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a @NullMarked package") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(item, marked, item.getPackageName() + " is not @NullMarked"));
			}

		};
	}

}
