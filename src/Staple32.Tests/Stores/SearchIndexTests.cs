using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>What is found by an index is what a look at every element finds, in the same order.</summary>
public class SearchIndexTests
{
    // Above the number up to which a store looks at every element.
    private const int Many = 60;

    // Ten subjects of two issuers, seven key identifiers; serial numbers differ.
    private static readonly Certificate[] s_certificates = [.. Enumerable.Range(0, Many).Select(number => TestCertificate.Make(
        $"CN=host{number % 10}",
        [1, (byte)number],
        $"CN=issuer{number % 2}",
        0,
        new X509SubjectKeyIdentifierExtension([(byte)(number % 7)], critical: false)))];

    private static readonly Certificate s_ofHost3 = TestCertificate.Make("CN=leaf", [2], "CN=host3");

    private static readonly Certificate s_absent = TestCertificate.Make("CN=absent", [9], "CN=another issuer");

    public static TheoryData<string> Kinds => [.. Searches(s_absent).Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_index_finds_what_a_walk_finds_and_looks_at_nothing_else(string kind)
    {
        MemoryStore store = StoreOf([.. s_certificates, .. s_certificates[..30]]);
        foreach (Certificate certificate in s_certificates)
        {
            StoreSearch<StoredCertificate> search = Searches(certificate)[kind];
            StoredCertificate[] expected = [.. store.Certificates.Where(search.Match!.Invoke)];
            Assert.Contains(expected, element => element.Certificate == certificate);
            // Another test that sets one of the properties makes the index stale for a while.
            int looks = 0;
            for (int attempt = 0; attempt < 1000 && looks != expected.Length; attempt++)
            {
                looks = 0;
                Assert.Equal(expected, Found(store, Counted(search, () => looks++)));
            }

            Assert.Equal(expected.Length, looks);
        }

        Assert.Empty(Found(store, Searches(s_absent)[kind]));
    }

    [Fact]
    public void The_issuers_of_a_certificate_are_found_among_those_of_the_name()
    {
        MemoryStore store = StoreOf(s_certificates);
        int looks = 0;
        StoreSearch<StoredCertificate> search = Counted(CertificateSearch.ByIssued(s_ofHost3), () => looks++);
        Assert.Equal(s_certificates.Where((_, number) => number % 10 == 3), Found(store, search).Select(element => element.Certificate));
        Assert.Equal(Many / 10, looks);
    }

    [Fact]
    public void A_serial_number_is_a_number_in_a_search_and_octets_in_an_identity()
    {
        MemoryStore store = StoreOf(s_certificates);
        byte[] longer = [0, .. s_certificates[40].SerialNumber.Span];
        StoredCertificate found = Assert.Single(Found(store, CertificateSearch.ByIssuerAndSerial(s_certificates[40].Issuer, longer)));
        Assert.Same(s_certificates[40], found.Certificate);
        Assert.Null(store.FindByIssuerAndSerial(s_certificates[40].Issuer.Span, longer));
        Assert.Same(found, store.FindByIssuerAndSerial(s_certificates[40].Issuer.Span, s_certificates[40].SerialNumber.Span));
    }

    [Fact]
    public void A_small_store_is_looked_at_from_one_end_to_the_other()
    {
        int looks = 0;
        Assert.Empty(Found(StoreOf(s_certificates[..8]), Counted(CertificateSearch.BySubject(s_absent.Subject), () => looks++)));
        Assert.Equal(8, looks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Additions_and_removals_between_searches_make_no_difference(string kind) =>
        Prop.ForAll<byte[]>(script =>
        {
            MemoryStore store = StoreOf(s_certificates[..40]);
            foreach (byte step in script)
            {
                Certificate certificate = s_certificates[step % Many];
                IReadOnlyList<StoredCertificate> now = store.Certificates;
                if (step % 4 == 0 && now.Count > 0)
                    store.Remove(now[step % now.Count]);
                else if (step % 4 == 1)
                    store.TryAdd(certificate, null, AddDisposition.Always, out _);
                else if (step % 4 == 2)
                    store.TryAdd(certificate, null, AddDisposition.ReplaceExisting, out _);
                StoreSearch<StoredCertificate> search = Searches(certificate)[kind];
                if (!Found(store, search).SequenceEqual(store.Certificates.Where(search.Match!.Invoke)))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_search_goes_on_behind_any_element_also_a_removed_one(string kind)
    {
        MemoryStore store = StoreOf([.. s_certificates, .. s_certificates]);
        StoreSearch<StoredCertificate> search = Searches(s_certificates[5])[kind];
        IReadOnlyList<StoredCertificate> all = store.Certificates;
        for (int position = 0; position < all.Count; position++)
        {
            Assert.True(store.TryNext(all[position], search, out StoredCertificate? next));
            Assert.Same(all.Skip(position + 1).FirstOrDefault(search.Match!.Invoke), next);
        }

        List<StoredCertificate> found = Found(store, search, element => Assert.True(store.Remove(element)));
        Assert.Equal(all.Where(search.Match!.Invoke), found);
        Assert.Equal(all.Except(found), store.Certificates);
        Assert.Empty(Found(store, search));
        Assert.False(store.TryNext(StoreOf(s_certificates).Certificates[0], search, out _));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_collection_is_searched_member_by_member_in_its_order(string kind)
    {
        MemoryStore first = StoreOf(s_certificates[20..]);
        MemoryStore small = StoreOf(s_certificates[..12]);
        MemoryStore last = StoreOf([.. s_certificates.Reverse()]);
        var collection = new CollectionStore();
        collection.TryJoin(last);
        collection.TryJoin(small, priority: 1);
        collection.TryJoin(first, priority: 2);
        foreach (Certificate certificate in s_certificates)
        {
            StoreSearch<StoredCertificate> search = Searches(certificate)[kind];
            Assert.Equal(
                ((MemoryStore[])[first, small, last]).SelectMany(member => member.Certificates).Where(search.Match!.Invoke),
                Found(collection, search));
        }
    }

    [Fact]
    public void Elements_are_found_by_a_value_that_was_set_in_place_of_the_computed_one()
    {
        MemoryStore store = StoreOf(s_certificates);
        StoredCertificate element = store.Certificates[50];
        StoredCertificate link = element.Link();
        ReadOnlyMemory<byte> computed = element.Certificate.Sha1Thumbprint;
        StoreSearch<StoredCertificate> byComputed = CertificateSearch.ByPropertyValue(PropertyIds.Sha1Hash, computed);
        // More changes than searches go by before the index is made again, and searches enough for that.
        for (byte round = 0; round < 50; round++)
        {
            byte[] value = [round];
            StoreSearch<StoredCertificate> byValue = CertificateSearch.ByPropertyValue(PropertyIds.Sha1Hash, value);
            Assert.Same(element, Assert.Single(Found(store, byComputed)));
            link.Properties.Set(PropertyIds.Sha1Hash, value);
            for (int search = 0; search < round; search++)
            {
                Assert.Empty(Found(store, byComputed));
                Assert.Same(element, Assert.Single(Found(store, byValue)));
            }

            link.Properties.Set(PropertyIds.Sha1Hash, null);
            Assert.Empty(Found(store, byValue));
        }
    }

    [Fact]
    public void A_computed_value_is_kept_only_where_none_is_set()
    {
        var properties = new PropertyBag();
        properties.KeepComputed(PropertyIds.Sha1Hash, new byte[] { 1 });
        Assert.Equal([1], properties.Get(PropertyIds.Sha1Hash)!.Value.ToArray());
        properties.Set(PropertyIds.Sha1Hash, new byte[] { 2 });
        properties.KeepComputed(PropertyIds.Sha1Hash, new byte[] { 1 });
        Assert.Equal([2], properties.Get(PropertyIds.Sha1Hash)!.Value.ToArray());
    }

    [Fact]
    public void Many_threads_search_while_others_change_the_store_and_what_stays_is_always_found()
    {
        MemoryStore store = StoreOf(s_certificates[..40]);
        var stays = new List<StoredCertificate>(store.Certificates);
        Parallel.For(0, 6, worker =>
        {
            for (int round = 0; round < 400; round++)
            {
                int number = ((worker * 7) + round) % 40;
                if (worker % 2 == 0)
                {
                    store.TryAdd(s_certificates[number], null, AddDisposition.Always, out StoredCertificate? added);
                    Assert.True(store.Remove(added!));
                    continue;
                }

                foreach (StoreSearch<StoredCertificate> search in Searches(s_certificates[number]).Values)
                {
                    List<StoredCertificate> found = Found(store, search);
                    Assert.Equal(stays.Where(search.Match!.Invoke), found.Where(stays.Contains));
                    Assert.All(found, element => Assert.True(search.Matches(element)));
                }
            }
        });
        Assert.Equal(stays, store.Certificates);
    }

    private static Dictionary<string, StoreSearch<StoredCertificate>> Searches(Certificate certificate) => new()
    {
        ["subject"] = CertificateSearch.BySubject(certificate.Subject),
        ["issuer"] = CertificateSearch.ByIssuer(certificate.Issuer),
        ["issuer and serial number"] = CertificateSearch.ByIssuerAndSerial(certificate.Issuer, certificate.SerialNumber),
        ["encoding"] = CertificateSearch.ByEncoding(certificate),
        ["SHA-1"] = CertificateSearch.ByPropertyValue(PropertyIds.Sha1Hash, certificate.Sha1Thumbprint),
        ["SHA-256"] = CertificateSearch.ByPropertyValue(PropertyIds.Sha256Hash, certificate.Sha256Thumbprint),
        ["key identifier"] = CertificateSearch.ByPropertyValue(
            PropertyIds.KeyIdentifier, ComputedProperties.Peek(new StoredCertificate(certificate), PropertyIds.KeyIdentifier)!.Value),
    };

    private static StoreSearch<StoredCertificate> Counted(StoreSearch<StoredCertificate> search, Action look) => new(
        element =>
        {
            look();
            return search.Matches(element);
        },
        search.Key);

    private static MemoryStore StoreOf(IEnumerable<Certificate> certificates)
    {
        var store = new MemoryStore();
        foreach (Certificate certificate in certificates)
            store.TryAdd(certificate, null, AddDisposition.Always, out _);
        return store;
    }

    private static List<StoredCertificate> Found(
        CertificateStore store, StoreSearch<StoredCertificate> search, Action<StoredCertificate>? visit = null)
    {
        var found = new List<StoredCertificate>();
        StoredCertificate? current = null;
        while (store.TryNext(current, search, out current) && current is not null)
        {
            found.Add(current);
            visit?.Invoke(current);
        }

        return found;
    }
}
