package io.crossfade;

import io.crossfade.command.CheckProgram;
import io.crossfade.embedded.StoresProgram;
import io.crossfade.embedded.tour.TourProgram;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The program. Its first argument that is no {@code --option} says what it does: none runs the service, {@code stores}
 * runs the embedded databases alone, {@code tour} takes the service there and back again, {@code check} has a running instance compare its stores. Exit code 2 means that the command
 * line was not understood.
 */
@SpringBootApplication
public class CrossfadeApplication {

    private static final int USAGE = 2;

    public static void main(String[] args) throws InterruptedException {
        String program = Arrays.stream(args)
                .filter(arg -> !arg.startsWith("--"))
                .findFirst()
                .orElse("");
        switch (program) {
            case "" -> SpringApplication.run(CrossfadeApplication.class, args);
            case StoresProgram.NAME -> {
                try {
                    StoresProgram.run(args);
                } catch (IllegalArgumentException e) {
                    refuse(String.valueOf(e.getMessage()));
                }
            }
            case CheckProgram.NAME -> {
                try {
                    System.exit(CheckProgram.run(args));
                } catch (IllegalArgumentException e) {
                    refuse(String.valueOf(e.getMessage()));
                }
            }
            case TourProgram.NAME -> System.exit(TourProgram.run(CrossfadeApplication.class, args));
            default -> refuse("Unknown program '" + program + "'");
        }
    }

    @SuppressWarnings("SystemOut")
    private static void refuse(String why) {
        System.err.println(why + ". Give no program to run the service, or:\n  " + StoresProgram.USAGE + "\n  "
                + TourProgram.USAGE + "\n  " + CheckProgram.USAGE);
        System.exit(USAGE);
    }
}
