package io.crossfade.strattio.contract;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.FenceForTests;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.control.MoveListener;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.SourceFence;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.strattio.financialmodel.FinancialModelRepository;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.researchpack.ResearchPackRepository;
import io.crossfade.strattio.section.SectionRepository;
import io.crossfade.strattio.user.UserRepository;
import io.crossfade.testing.EngineForTests;
import java.sql.SQLException;
import java.time.Duration;
import org.springframework.context.ApplicationContext;

/** Both stores with the real engine between them, all units in one phase. */
record DualWriteStores(
        UserRepository users,
        OrganisationRepository organisations,
        PlanRepository plans,
        SectionRepository sections,
        ResearchPackRepository researchPacks,
        FinancialModelRepository financialModels)
        implements Stores {

    /** Half of the keys, where reads are switched by the key. */
    private static final int PERCENT = 50;

    /** With all units put into that phase. */
    static Stores in(Phase phase) {
        return in(StoresContext.engines(), phase);
    }

    /** One at a time, for some tests first ask for it from several threads. */
    static synchronized Stores in(StoresContext.Engines engines, Phase phase) {
        ApplicationContext context = engines.in(phase);
        context.getBean(Units.class).all().forEach(unit -> stand(context, unit.name(), phase));
        return of(context);
    }

    /** In whatever phase they are. */
    static Stores of(ApplicationContext context) {
        return new DualWriteStores(
                context.getBean(UserRepository.class),
                context.getBean(OrganisationRepository.class),
                context.getBean(PlanRepository.class),
                context.getBean(SectionRepository.class),
                context.getBean(ResearchPackRepository.class),
                context.getBean(FinancialModelRepository.class));
    }

    private static void stand(ApplicationContext context, String unit, Phase phase) {
        UnitStates states = context.getBean(UnitStates.class);
        if (states.get(unit).phase() == phase) {
            return;
        }
        PostgresFence fence = context.getBean(PostgresFence.class);
        try {
            FenceRow row = fence.flip(
                    unit,
                    fence.read(unit).epoch(),
                    before -> in(phase, before),
                    (connection, before) -> {},
                    Duration.ofSeconds(10));
            states.accept(row);
            context.getBeansOfType(MoveListener.class).values().forEach(listener -> listener.standsAt(row));
            FenceForTests.follow(context.getBean(SourceFence.class), row);
            EngineForTests.awaitFence(context.getBean(SourceFence.class), row);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FenceRow in(Phase phase, FenceRow before) {
        return new FenceRow(
                before.unit(),
                before.number(),
                before.epoch(),
                phase.authority() == Side.SOURCE ? FenceState.CLOSED : FenceState.OPEN,
                phase == Phase.BACKFILL,
                phase.replicates(),
                phase,
                phase == Phase.READ_SWITCH ? PERCENT : 0,
                before.changedAt(),
                "test",
                "test",
                null,
                before.feedOnly());
    }
}
