package io.github.jedistopology.sample.lab;

import java.time.Duration;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.jedistopology.sample.BadParameterException;
import io.github.jedistopology.sample.lab.EmbeddedCluster.FrozenPrimary;
import io.github.jedistopology.sample.lab.EmbeddedCluster.KilledPrimary;
import io.github.jedistopology.sample.lab.EmbeddedCluster.Scaling;

/**
 * Shows, changes and breaks the embedded cluster.
 */
@RestController
@RequestMapping("/lab")
@ConditionalOnEmbeddedCluster
class LabController {

	private static final int MAX_FREEZE_SECONDS = 30;

	private final EmbeddedCluster cluster;

	LabController(EmbeddedCluster cluster) {
		this.cluster = cluster;
	}

	@GetMapping
	ClusterDescription describe() {
		return this.cluster.describe();
	}

	@PostMapping("/scale-out")
	Scaling scaleOut(@RequestParam int shards) {
		return this.cluster.scaleOut(shards);
	}

	@PostMapping("/scale-in")
	Scaling scaleIn(@RequestParam int shards) {
		return this.cluster.scaleIn(shards);
	}

	@PostMapping("/kill-primary")
	KilledPrimary killPrimary() {
		return this.cluster.killPrimary();
	}

	@PostMapping("/freeze-primary")
	FrozenPrimary freezePrimary(@RequestParam int seconds) {
		BadParameterException.requireBetween("seconds", seconds, 1, MAX_FREEZE_SECONDS);
		return this.cluster.freezePrimary(Duration.ofSeconds(seconds));
	}

	/** The lab gave up waiting for the cluster. */
	@ExceptionHandler
	ProblemDetail unfinished(IllegalStateException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, ex.getMessage());
	}

}
