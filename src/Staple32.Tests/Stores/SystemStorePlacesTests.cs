using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>Which directories a system store consists of, and what becomes of them.</summary>
public sealed class SystemStorePlacesTests : IDisposable
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);
    private readonly string _root = Directory.CreateTempSubdirectory("staple32-places-").FullName;
    private readonly SystemStorePlaces _places;

    public SystemStorePlacesTests() => _places = new SystemStorePlaces(Path.Combine(_root, "user"), Path.Combine(_root, "machine"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("", "", "/home/user", "/home/user/.local/share/staple32/stores", "/etc/staple32/stores")]
    [InlineData("", "/data", "/home/user", "/data/staple32/stores", "/etc/staple32/stores")]
    [InlineData("", "not/absolute", "/home/user", "/home/user/.local/share/staple32/stores", "/etc/staple32/stores")]
    [InlineData("/u", "/data", "/home/user", "/u", "/etc/staple32/stores")]
    [InlineData("", "", "home", null, "/etc/staple32/stores")]
    [InlineData("", "", "", null, "/etc/staple32/stores")]
    public void The_environment_names_the_places(string users, string data, string home, string? expected, string machines)
    {
        if (OperatingSystem.IsWindows())
            return;
        var variables = new Dictionary<string, string> { ["STAPLE32_USER_STORES_DIR"] = users, ["XDG_DATA_HOME"] = data, ["HOME"] = home };
        SystemStorePlaces places = SystemStorePlaces.FromEnvironment(name => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null);
        Assert.Equal(expected, places.UsersPlace);
        Assert.Equal(machines, places.MachinesPlace);
        Assert.Equal("/m", SystemStorePlaces.FromEnvironment(name => name == "STAPLE32_MACHINE_STORES_DIR" ? "/m" : null).MachinesPlace);
    }

    [Fact]
    public void The_users_store_shows_the_machines_too_and_adds_to_the_users()
    {
        Write("machine/CA/a.cer", s_certificates[0]);
        CertificateStore store = Open("ca", isUsers: true);
        Assert.Equal(AddOutcome.Added, store.TryAdd(s_certificates[1], null, AddDisposition.New, out StoredCertificate? _));
        Assert.Equal([s_certificates[1].Encoded, s_certificates[0].Encoded], store.Certificates.Select(one => one.Encoded), EncodingComparer.Instance);
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "user", "CA")));
        Assert.Equal(StoreAccess.SystemStore | StoreAccess.LocalMachine, store.Certificates[1].Store!.Access);
        Assert.False(store.Remove(store.Certificates[1]));
        Assert.Equal(StoreAccess.SystemStore | StoreAccess.WritePersist, store.Access);
        Assert.Equal([s_certificates[0].Encoded], Open("CA", isUsers: false).Certificates.Select(one => one.Encoded), EncodingComparer.Instance);
    }

    [Fact]
    public void What_the_machine_has_already_can_be_used_and_is_in_the_way()
    {
        Certificate older = TestCertificate.Make("CN=a", ageInDays: 3);
        Certificate newer = TestCertificate.Make("CN=a");
        Write("machine/CA/a.cer", older);
        CertificateStore store = Open("CA", isUsers: true);
        Assert.Equal(AddOutcome.Exists, store.TryAdd(older, null, AddDisposition.New, out StoredCertificate? _));
        Assert.Equal(AddOutcome.Exists, store.TryAdd(older, null, AddDisposition.Newer, out StoredCertificate? _));
        Assert.Equal(AddOutcome.UsedExisting, store.TryAdd(older, null, AddDisposition.UseExisting, out StoredCertificate? used));
        Assert.Same(store.Certificates[0], used);
        Assert.Equal(AddOutcome.Added, store.TryAdd(newer, null, AddDisposition.Newer, out StoredCertificate? _));
        Assert.Equal(2, store.Certificates.Count);
        Assert.Equal(AddOutcome.Added, store.TryAdd(older, null, AddDisposition.ReplaceExisting, out StoredCertificate? _));
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "machine", "CA")));
    }

    [Fact]
    public void The_users_own_certificates_are_not_the_machines()
    {
        Write("machine/MY/a.cer", s_certificates[0]);
        Assert.Empty(Open("My", isUsers: true).Certificates);
        Assert.Single(Open("My", isUsers: false).Certificates);
    }

    [Fact]
    public void Without_a_place_of_the_users_there_is_only_the_machines()
    {
        Write("machine/CA/a.cer", s_certificates[0]);
        var places = new SystemStorePlaces(null, Path.Combine(_root, "machine"));
        CertificateStore store = places.Open("CA", isUsers: true, isReadOnly: false, TimeProvider.System, Fail);
        Assert.Single(store.Certificates);
        Assert.Equal(StoreAccess.SystemStore, store.Access);
        Assert.Equal(AddOutcome.ReadOnly, store.TryAdd(s_certificates[1], null, AddDisposition.New, out StoredCertificate? _));
        Assert.Empty(places.Open("MY", isUsers: true, isReadOnly: false, TimeProvider.System, Fail).Certificates);
        Assert.Throws<UnauthorizedAccessException>(() => places.Create("Mine", isUsers: true));
    }

    [Fact]
    public void Predefined_stores_are_always_there_and_others_once_they_are_made()
    {
        foreach (string name in new[] { "My", "CA", "Root", "Trust", "Disallowed", "TrustedPeople", "TRUSTEDPUBLISHER", "addressbook" })
            Assert.True(_places.Exists(name, isUsers: true));
        Assert.False(_places.Exists("Mine", isUsers: true));
        _places.Create("Mine", isUsers: true);
        Assert.True(_places.Exists("MINE", isUsers: true));
        Assert.False(_places.Exists("MINE", isUsers: false));
        _places.Create("Ours", isUsers: false);
        Assert.True(_places.Exists("ours", isUsers: true));
    }

    [Fact]
    public void Nobody_but_the_owner_may_write_into_a_directory_that_is_made()
    {
        if (OperatingSystem.IsWindows())
            return;
        _places.Create("Mine", isUsers: true);
        UnixFileMode mode = File.GetUnixFileMode(Path.Combine(_root, "user", "Mine"));
        Assert.Equal(UnixFileMode.None, mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
    }

    [Fact]
    public void Deleting_a_store_leaves_what_is_no_certificate_and_tells()
    {
        Write("user/Mine/a.cer", s_certificates[0]);
        File.WriteAllText(Path.Combine(_root, "user", "Mine", "key"), "a key");
        File.WriteAllText(
            Path.Combine(_root, "user", "Mine", "both.pem"),
            TestCertificate.Pem(s_certificates[1]) + "\n-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n");
        Assert.Throws<UnauthorizedAccessException>(() => _places.Delete("mine", isUsers: true));
        Assert.Equal(["both.pem", "key"], Directory.GetFiles(Path.Combine(_root, "user", "Mine")).Select(Path.GetFileName).Order());
        File.Delete(Path.Combine(_root, "user", "Mine", "key"));
        File.Delete(Path.Combine(_root, "user", "Mine", "both.pem"));
        _places.Delete("mine", isUsers: true);
        Assert.False(Directory.Exists(Path.Combine(_root, "user", "Mine")));
        Assert.Throws<FileNotFoundException>(() => _places.Delete("mine", isUsers: true));
    }

    [Theory]
    [InlineData("MY", true)]
    [InlineData("my store-1_b.c", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\nb", false)]
    [InlineData("\u00e4", false)]
    public void Names_are_plain(string name, bool isName) => Assert.Equal(isName, SystemStorePlaces.IsName(name));

    [Fact]
    public void Names_are_not_endless()
    {
        Assert.True(SystemStorePlaces.IsName(new string('a', 64)));
        Assert.False(SystemStorePlaces.IsName(new string('a', 65)));
    }

    [Fact]
    public void Roots_in_directories_are_added_to_the_platforms()
    {
        Write("platform/a.cer", s_certificates[0]);
        var reports = new List<string>();
        var platform = new FileTrustRoots([], [Path.Combine(_root, "platform")], isFirstEnough: false);
        var roots = new JoinedTrustRoots(platform, _places.DirectoriesOf("ROOT", isUsers: true));
        Assert.Single(roots.Read(reports.Add));
        string before = roots.Stamp();
        Assert.Equal(before, roots.Stamp());
        Write("user/Root/b.cer", s_certificates[1]);
        Write("machine/ROOT/c.cer", s_certificates[2]);
        Assert.NotEqual(before, roots.Stamp());
        Assert.Equal(s_certificates.Select(one => one.Encoded), roots.Read(reports.Add).Select(one => one.Encoded), EncodingComparer.Instance);
        Assert.Equal(2, new JoinedTrustRoots(platform, _places.DirectoriesOf("ROOT", isUsers: false)).Read(reports.Add).Count);
        Assert.Empty(reports);
    }

    private static void Fail(string line) => Assert.Fail(line);

    private CertificateStore Open(string name, bool isUsers) => _places.Open(name, isUsers, isReadOnly: false, TimeProvider.System, Fail);

    private void Write(string name, Certificate certificate)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, certificate.Encoded.ToArray());
    }
}
