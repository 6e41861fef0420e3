package io.crossfade.embedded.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Comparison;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import io.crossfade.strattio.financialmodel.FinancialModelMapping;
import io.crossfade.strattio.organisation.OrganisationMapping;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.researchpack.ResearchPackMapping;
import io.crossfade.strattio.section.SectionMapping;
import io.crossfade.strattio.user.UserMapping;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class SampleMappingTest {

    private static final List<UnitMapping> MAPPINGS = List.of(
            UserMapping.MAPPING,
            OrganisationMapping.MAPPING,
            PlanMapping.MAPPING,
            SectionMapping.MAPPING,
            ResearchPackMapping.MAPPING,
            FinancialModelMapping.MAPPING);

    @Test
    void everyDocumentBecomesARowAndComesBackAsTheSame() throws RefusedException {
        SampleSizes sizes = new SampleSizes(1000, 120, 2000, 8000, 1000, 1000);
        List<Sample> samples = new SampleData(20260418, sizes).samples();
        for (int kind = 0; kind < samples.size(); kind++) {
            UnitMapping mapping = MAPPINGS.get(kind);
            assertThat(samples.get(kind).collection()).isEqualTo(mapping.collection());
            for (int i = 0; i < samples.get(kind).size(); i++) {
                BsonDocument document = samples.get(kind).document(i);
                Row row = Documents.toRow(mapping, new RawBsonDocument(document, new BsonDocumentCodec()));
                Row again = Documents.toRow(mapping, Documents.toDocument(mapping, row));
                assertThat(Comparison.differences(mapping, row, again))
                        .as("%s %s", mapping.name(), document)
                        .isEmpty();
            }
        }
    }
}
