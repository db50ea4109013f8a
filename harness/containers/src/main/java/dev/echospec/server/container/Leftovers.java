package dev.echospec.server.container;

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
 * What processes of the kit that were killed have left on the engine. Somebody else may be removing
 * the same at the same time.
 */
final class Leftovers {
  private static final String PROJECT = "com.docker.compose.project";
  private static final long REMOVING = TimeUnit.SECONDS.toNanos(20);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(50);

  private final DockerClient client;
  private final Owner owner;

  Leftovers(DockerClient client, Owner owner) {
    this.client = client;
    this.owner = owner;
  }

  /** Removes what bears the name of an owner that has ended. */
  void sweep() {
    for (Container container : labelled(Owner.LABEL)) {
      if (owner.hasLeft(container.getLabels().get(Owner.LABEL))) {
        remove(client, container.getId());
      }
    }
    removeProjects(owner::hasLeftProject);
  }

  /** Removes a compose project with all that was made for it. */
  void removeProject(String prefix) {
    removeProjects(name -> name.startsWith(prefix));
  }

  /** What belongs to a compose project has a name that begins with its name. */
  private void removeProjects(Predicate<String> chosen) {
    for (Container container : labelled(PROJECT)) {
      if (chosen.test(container.getLabels().get(PROJECT) + "-")) {
        remove(client, container.getId());
      }
    }
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

  private List<Container> labelled(String label) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec();
  }

  /** The containers of one compose project. */
  static List<Container> ofProject(DockerClient client, String prefix) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(PROJECT))
        .exec()
        .stream()
        .filter(container -> container.getLabels().get(PROJECT).startsWith(prefix))
        .toList();
  }

  /** Ends and removes a container with its volumes; returns when it is gone, or soon. */
  static void remove(DockerClient client, String container) {
    long until = System.nanoTime() + REMOVING;
    while (System.nanoTime() - until < 0) {
      try {
        client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
      } catch (NotFoundException e) {
        return;
      } catch (DockerException e) {
        // Somebody else is removing it, or it is just being started.
      }
      LockSupport.parkNanos(POLL);
    }
  }

  private static void quietly(Runnable removal) {
    try {
      removal.run();
    } catch (DockerException e) {
      // It is gone, or is in use: then its user will see to it, or the next sweep.
    }
  }
}
