using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>Where the machine's roots come from off Windows.</summary>
public sealed class TrustRootsTests : IDisposable
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(4, "root");
    private readonly string _directory = Directory.CreateTempSubdirectory("staple32-roots-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<string> _reports = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_named_file_and_the_named_directories_are_all_read()
    {
        _environment["SSL_CERT_FILE"] = Write("bundle.pem", TestCertificate.Pem(s_certificates[0]));
        Write("a/one.pem", TestCertificate.Pem(s_certificates[1]));
        Write("b/two.crt", TestCertificate.Pem(s_certificates[2]));
        File.WriteAllBytes(Path.Combine(_directory, "b", "three.der"), s_certificates[3].Encoded.ToArray());
        _environment["SSL_CERT_DIR"] = $"{_directory}/a:{_directory}/b:{_directory}/missing";
        string[] subjects = [.. Read().Select(certificate => DistinguishedName.ToText(certificate.Subject)).Order()];
        Assert.Equal(["CN=root0", "CN=root1", "CN=root2", "CN=root3"], subjects);
        Assert.Empty(_reports);
    }

    [Fact]
    public void A_directory_that_holds_each_file_under_a_second_name_is_read_once()
    {
        Write("hashed/one.pem", TestCertificate.Pem(s_certificates[1]));
        File.CreateSymbolicLink(Path.Combine(_directory, "hashed", "0f6fa695.0"), "one.pem");
        File.CreateSymbolicLink(Path.Combine(_directory, "hashed", "two.pem"), Write("elsewhere.pem", TestCertificate.Pem(s_certificates[2])));
        File.CreateSymbolicLink(Path.Combine(_directory, "hashed", "dangling.pem"), "missing.pem");
        _environment["SSL_CERT_DIR"] = Path.Combine(_directory, "hashed");
        Assert.Equal(["CN=root1", "CN=root2"], Read().Select(certificate => DistinguishedName.ToText(certificate.Subject)).Order());
        Assert.Contains("dangling.pem", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_entry_is_reported_with_its_file_and_the_others_are_kept()
    {
        const string Broken = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        string path = Write("bundle.pem", Broken + TestCertificate.Pem(s_certificates[0]));
        _environment["SSL_CERT_FILE"] = path;
        Assert.Single(Read());
        Assert.StartsWith(path, Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void No_roots_at_all_is_worth_a_line()
    {
        _environment["SSL_CERT_FILE"] = Path.Combine(_directory, "missing.pem");
        Assert.Empty(Read());
        Assert.Contains("SSL_CERT_FILE", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stamp_changes_with_a_file_that_is_rewritten_or_relinked()
    {
        string path = Write("bundle.pem", "old");
        string link = Path.Combine(_directory, "link.pem");
        File.CreateSymbolicLink(link, path);
        _environment["SSL_CERT_FILE"] = link;
        ITrustRootSource source = TrustRoots.ForThisMachine(name => _environment.GetValueOrDefault(name));
        string before = source.Stamp();
        Assert.Equal(before, source.Stamp());
        File.WriteAllText(path, "newer");
        string rewritten = source.Stamp();
        Assert.NotEqual(before, rewritten);
        File.Delete(link);
        File.CreateSymbolicLink(link, Write("other.pem", "a different length"));
        Assert.NotEqual(rewritten, source.Stamp());
    }

    [Fact]
    public void The_stamp_changes_with_a_directory_that_gets_another_file()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "d"));
        Directory.SetLastWriteTimeUtc(Path.Combine(_directory, "d"), DateTime.UnixEpoch);
        _environment["SSL_CERT_DIR"] = Path.Combine(_directory, "d");
        ITrustRootSource source = TrustRoots.ForThisMachine(name => _environment.GetValueOrDefault(name));
        string before = source.Stamp();
        Write("d/new.pem", TestCertificate.Pem(s_certificates[0]));
        Assert.NotEqual(before, source.Stamp());
    }

    [Fact]
    public void A_registry_element_is_searched_for_its_certificate_and_never_overrun()
    {
        byte[] encoded = s_certificates[0].Encoded.ToArray();
        byte[] blob = [3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 9, 9, 32, 0, 0, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(encoded.Length), .. encoded];
#pragma warning disable CA1416 // Pure arithmetic: only its caller needs a registry.
        Assert.Equal(encoded, RegistryTrustRoots.FindCertificate(blob)!.Encoded.ToArray());
        for (int length = 0; length < blob.Length; length++)
            Assert.Null(RegistryTrustRoots.FindCertificate(blob.AsMemory(0, length)));
#pragma warning restore CA1416
    }

    private IReadOnlyList<Certificate> Read() =>
        TrustRoots.ForThisMachine(name => _environment.GetValueOrDefault(name)).Read(_reports.Add);

    private string Write(string name, string contents)
    {
        string path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, contents);
        return path;
    }
}
