"""The spellings by which records may name a policy's city, its districts, and the other cities of its lists."""

from functools import cached_property

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.folding import fold_city_name
from hukou_cli.policy import model
from hukou_cli.rules.record_sets import Where


class Spellings(msgspec.Struct, frozen=True, dict=True, eq=False):
    """Every spelling of the places that one policy file names. Names of cities are folded, those of districts not."""

    file: model.PolicyFile

    @cached_property
    def city(self) -> frozenset[str]:
        """Every spelling of the policy's own city."""
        return _spellings(self.file.policy.city, self.file.policy.name)

    @cached_property
    def districts(self) -> dict[str, str]:
        """Every spelling of a district of the city, and the district's id."""
        ids: dict[str, str] = {}
        for district, words in self.file.districts.items():
            ids |= {district: district, words.zh: district, f"{words.zh}区": district, words.en: district}
        return ids

    def cities_in(self, listed: str) -> frozenset[str]:
        """Return every spelling of the cities of one ``[city_lists]``."""
        cities = self.file.city_lists[listed]
        return frozenset().union(*(_spellings(city, words) for city, words in cities.items()))

    @cached_property
    def listed_cities(self) -> frozenset[str]:
        """Every spelling of the cities of all ``[city_lists]``."""
        return frozenset().union(*map(self.cities_in, self.file.city_lists))

    def places(self, conditions: tuple[Where, ...]) -> tuple[frozenset[str], frozenset[str] | None]:
        """Return every spelling of a district, and of a city, that fits conditions; worked out once.

        No district fits none. The cities are None where no condition speaks of them: then those of the policy count.
        """
        if conditions not in self._places:
            lists = self.file.district_lists
            districts = frozenset(
                name
                for name, district in self.districts.items()
                if all(
                    (district in lists[where.listed]) is where.inside for where in conditions if where.of == "district"
                )
            )
            cities = [self.cities_in(where.listed) for where in conditions if where.of == "city"]
            self._places[conditions] = districts, frozenset.intersection(*cities) if cities else None
        return self._places[conditions]

    @cached_property
    def _places(self) -> dict[tuple[Where, ...], tuple[frozenset[str], frozenset[str] | None]]:
        return {}


def _spellings(city: str, words: Bilingual) -> frozenset[str]:
    return frozenset(map(fold_city_name, (city, words.zh, words.en)))
