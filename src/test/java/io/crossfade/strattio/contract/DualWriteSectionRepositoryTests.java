package io.crossfade.strattio.contract;

import io.crossfade.migration.Phase;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Phase.class)
class DualWriteSectionRepositoryTests extends SectionContract {

    @Parameter
    Phase phase;

    @Override
    Stores stores() {
        return DualWriteStores.in(phase);
    }
}
