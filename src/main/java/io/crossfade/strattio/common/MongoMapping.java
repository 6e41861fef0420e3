package io.crossfade.strattio.common;

import org.bson.BsonValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.mongodb.core.convert.DefaultMongoTypeMapper;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;
import org.springframework.data.mongodb.core.convert.MongoCustomConversions;
import org.springframework.data.mongodb.core.convert.NoOpDbRefResolver;
import org.springframework.data.mongodb.core.mapping.MongoMappingContext;

/** How Spring Data maps the documents: names in snake_case, values by {@link MongoConversions}, and no {@code _class}. */
@Configuration(proxyBeanMethods = false)
public class MongoMapping {

    /** For the id itself Spring Data asks for no property's converter. */
    @WritingConverter
    private static final class Ids implements Converter<Id, BsonValue> {

        @Override
        public BsonValue convert(Id id) {
            return MongoConversions.bson(id);
        }
    }

    @Bean
    MappingMongoConverter mongoConverter() {
        MongoCustomConversions conversions = MongoCustomConversions.create(
                adapter -> adapter.registerConverter(new Ids()).withPropertyValueConversions(new MongoConversions()));
        MongoMappingContext context = new MongoMappingContext();
        context.setFieldNamingStrategy(property -> FieldNames.of(property.getName()));
        context.setSimpleTypeHolder(conversions.getSimpleTypeHolder());
        context.afterPropertiesSet();
        MappingMongoConverter converter = new MappingMongoConverter(NoOpDbRefResolver.INSTANCE, context);
        converter.setCustomConversions(conversions);
        converter.setTypeMapper(new DefaultMongoTypeMapper(null));
        converter.afterPropertiesSet();
        return converter;
    }
}
