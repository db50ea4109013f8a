package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Removes what killed processes of the kit have left on the engine. Another process may be removing
 * the same at the same time.
 */
final class Leftovers {
  /** Label of containers that compose made: the name of their project. */
  static final String PROJECT = "com.docker.compose.project";

  /** Bound of one removal. */
  private static final long REMOVING = TimeUnit.SECONDS.toNanos(20);

  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(50);

  private final DockerClient client;
  private final Owner owner;

  Leftovers(DockerClient client, Owner owner) {
    this.client = client;
    this.owner = owner;
  }

  /** Removes what bears the label of an owner that has ended. */
  void sweep() {
    for (Container container : labelled(client, Owner.LABEL)) {
      if (owner.hasLeft(container.getLabels().get(Owner.LABEL))) {
        remove(client, container.getId());
      }
    }
    removeProjects(owner::hasLeftProject);
  }

  /** Removes a compose project with all that was made for it. */
  void removeProject(String project) {
    removeProjects(name -> name.startsWith(project));
  }

  /** The names of a project's networks, volumes and images begin with the project's name. */
  private void removeProjects(Predicate<String> chosen) {
    ofProjects(client, chosen).forEach(container -> remove(client, container.getId()));
    for (Network network : client.listNetworksCmd().exec()) {
      if (chosen.test(network.getName())) {
        quietly(() -> client.removeNetworkCmd(network.getId()).exec());
      }
    }
    var volumes = client.listVolumesCmd().exec().getVolumes();
    if (volumes != null) {
      volumes.stream()
          .filter(volume -> chosen.test(volume.getName()))
          .forEach(volume -> quietly(() -> client.removeVolumeCmd(volume.getName()).exec()));
    }
    client.listImagesCmd().exec().stream()
        .flatMap(Leftovers::names)
        .filter(chosen)
        .forEach(name -> quietly(() -> client.removeImageCmd(name).exec()));
  }

  private static Stream<String> names(Image image) {
    return image.getRepoTags() == null ? Stream.of() : Stream.of(image.getRepoTags());
  }

  /**
   * Returns the containers, ended ones too, that bear a label {@code NAME} or {@code NAME=VALUE}.
   */
  static List<Container> labelled(DockerClient client, String label) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec();
  }

  /** Returns the containers of one compose project. */
  static List<Container> ofProject(DockerClient client, String project) {
    return ofProjects(client, project::equals).toList();
  }

  private static Stream<Container> ofProjects(DockerClient client, Predicate<String> chosen) {
    return labelled(client, PROJECT).stream()
        .filter(container -> chosen.test(container.getLabels().get(PROJECT)));
  }

  /** Ends and removes a container with its volumes; returns when it is gone, or after 20 s. */
  static void remove(DockerClient client, String container) {
    long until = System.nanoTime() + REMOVING;
    while (System.nanoTime() - until < 0) {
      try {
        client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
      } catch (NotFoundException e) {
        return;
      } catch (DockerException e) {
        // Another process is removing it, or the engine is just starting it.
      }
      LockSupport.parkNanos(POLL);
    }
  }

  private static void quietly(Runnable removal) {
    try {
      removal.run();
    } catch (DockerException e) {
      // It is gone, or in use: then its user removes it, or the next sweep does.
    }
  }
}
