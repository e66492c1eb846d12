using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class EnumerationTests
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(20);

    [Fact]
    public void Elements_come_in_the_order_of_their_arrival()
    {
        MemoryStore store = StoreOf(s_certificates);
        Assert.Equal(s_certificates, Walk(store, _ => { }));
        Assert.Equal(s_certificates, store.Certificates.Select(element => element.Certificate));
    }

    [Fact]
    public void An_enumeration_goes_on_behind_an_element_that_was_removed()
    {
        MemoryStore store = StoreOf(s_certificates);
        Assert.Equal(s_certificates, Walk(store, element => Assert.True(store.Remove(element))));
        Assert.Empty(store.Certificates);
        Assert.True(store.TryNext(null, null, out StoredCertificate? first));
        Assert.Null(first);
    }

    [Fact]
    public void An_element_of_another_store_or_of_none_cannot_be_gone_on_from()
    {
        MemoryStore store = StoreOf(s_certificates);
        Assert.False(store.TryNext(StoreOf(s_certificates).Certificates[0], null, out _));
        Assert.False(store.TryNext(new StoredCertificate(s_certificates[0]), null, out _));
    }

    [Fact]
    public void An_element_is_removed_once()
    {
        MemoryStore store = StoreOf(s_certificates);
        StoredCertificate element = store.Certificates[3];
        Assert.True(store.Remove(element));
        Assert.False(store.Remove(element));
        Assert.False(store.Remove(StoreOf(s_certificates).Certificates[0]));
        Assert.Null(store.FindByIssuerAndSerial(element.Certificate.Issuer.Span, element.Certificate.SerialNumber.Span));
        Assert.Empty(store.FindBySubject(element.Certificate.Subject.Span));
    }

    [Fact]
    public void Whatever_is_added_and_removed_meanwhile_what_stays_is_seen_exactly_once() =>
        Prop.ForAll<byte[]>(script =>
        {
            MemoryStore store = StoreOf(s_certificates[..10]);
            var stays = new HashSet<StoredCertificate>(store.Certificates);
            var seen = new List<StoredCertificate>();
            StoredCertificate? current = null;
            foreach (byte step in script.Append((byte)0))
            {
                IReadOnlyList<StoredCertificate> now = store.Certificates;
                if (step % 3 == 0 && store.TryNext(current, null, out StoredCertificate? next) && next is not null)
                {
                    current = next;
                    seen.Add(next);
                }
                else if (step % 3 == 1 && now.Count > 0)
                {
                    stays.Remove(now[step % now.Count]);
                    store.Remove(now[step % now.Count]);
                }
                else
                {
                    store.TryAdd(s_certificates[10 + (step % 10)], null, AddDisposition.Always, out _);
                }
            }

            while (store.TryNext(current, null, out StoredCertificate? next) && next is not null)
            {
                current = next;
                seen.Add(next);
            }

            return seen.Distinct().Count() == seen.Count && stays.IsSubsetOf(seen);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Subjects_are_found_in_any_spelling_with_exact_ones_first()
    {
        var store = new MemoryStore();
        Certificate shouting = TestCertificate.Make("CN=EXAMPLE  CA, O=x", [1]);
        Certificate plain = TestCertificate.Make("CN=Example CA, O=x", [2]);
        Certificate other = TestCertificate.Make("CN=Example CA, O=y", [3]);
        foreach (Certificate certificate in (Certificate[])[shouting, plain, other])
            store.TryAdd(certificate, null, AddDisposition.Always, out _);
        Assert.Equal([plain, shouting], store.FindBySubject(plain.Subject.Span).Select(element => element.Certificate));
        Assert.Empty(store.FindBySubject("not a name"u8));
    }

    [Fact]
    public void Many_threads_change_one_store_and_it_stays_whole()
    {
        var store = new MemoryStore();
        Parallel.For(0, 8, worker =>
        {
            for (int round = 0; round < 200; round++)
            {
                Certificate certificate = s_certificates[(worker + round) % s_certificates.Length];
                store.TryAdd(certificate, null, AddDisposition.ReplaceExisting, out StoredCertificate? stored);
                if (round % 3 == 0)
                    store.Remove(stored!);
                store.TryNext<StoredCertificate>(null, element => element.Certificate.SerialNumber.IsEmpty, out _);
            }
        });
        Assert.Equal(store.Certificates.Count, store.Certificates.Select(element => element.Certificate).Distinct().Count());
        foreach (StoredCertificate element in store.Certificates)
            Assert.Same(element, Assert.Single(store.FindBySubject(element.Certificate.Subject.Span)));
    }

    private static MemoryStore StoreOf(IEnumerable<Certificate> certificates)
    {
        var store = new MemoryStore();
        foreach (Certificate certificate in certificates)
            store.TryAdd(certificate, null, AddDisposition.Always, out _);
        return store;
    }

    private static List<Certificate> Walk(CertificateStore store, Action<StoredCertificate> visit)
    {
        var seen = new List<Certificate>();
        StoredCertificate? current = null;
        while (store.TryNext(current, null, out current) && current is not null)
        {
            seen.Add(current.Certificate);
            visit(current);
        }

        return seen;
    }
}
