package io.github.jedistopology.sample.load;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.github.jedistopology.sample.BadParameterException;

/**
 * Starts, stops and shows the background load.
 */
@RestController
@RequestMapping("/api/load")
class LoadController {

	private static final int MAX_RATE = 100_000;

	/** As many as there are connections to one node by default. */
	private static final int MAX_THREADS = 64;

	private final Workload workload;

	LoadController(Workload workload) {
		this.workload = workload;
	}

	@GetMapping
	LoadStatus status() {
		return this.workload.status();
	}

	@PostMapping("/start")
	LoadStatus start(@RequestParam(defaultValue = "2000") int rate, @RequestParam(defaultValue = "8") int threads) {
		BadParameterException.requireBetween("rate", rate, 1, MAX_RATE);
		BadParameterException.requireBetween("threads", threads, 1, MAX_THREADS);
		if (!this.workload.start(rate, threads)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"A load runs already: stop it first with POST /api/load/stop");
		}
		return this.workload.status();
	}

	@PostMapping("/stop")
	LoadStatus stop() {
		this.workload.stop();
		return this.workload.status();
	}

}
