using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>How a <see cref="FileStore"/> treats a file that is there or is not.</summary>
public enum FileStoreMode
{
    /// <summary>A missing file is created, empty.</summary>
    OpenOrCreate,

    /// <summary>A missing file is a failure (CERT_STORE_OPEN_EXISTING_FLAG).</summary>
    OpenExisting,

    /// <summary>A file that is there is a failure (CERT_STORE_CREATE_NEW_FLAG).</summary>
    CreateNew,
}

/// <summary>Whether a <see cref="FileStore"/> can be changed, and what becomes of the changes.</summary>
public enum FileStoreAccess
{
    /// <summary>Changes stay in memory.</summary>
    InMemory,

    /// <summary>Nothing can be changed (CERT_STORE_READONLY_FLAG).</summary>
    ReadOnly,

    /// <summary>Changes are written back by a commit and when the store is closed (CERT_FILE_STORE_COMMIT_ENABLE_FLAG).</summary>
    Commit,
}

/// <summary>The certificates and CRLs of a file (CERT_STORE_PROV_FILENAME), as <see cref="StoreContents"/> recognises it.</summary>
public sealed class FileStore : ListStore
{
    /// <summary>A longer file is no certificate file.</summary>
    public const int MaxFileBytes = 64 * 1024 * 1024;

    private readonly Lock _file = new();
    private readonly string _path;
    private readonly FileStoreAccess _access;
    private StoreFormat _format;
    private string _stamp = "";
    private (long, long, long, long) _written;
    private bool _resyncsAlways;

    private FileStore(string path, FileStoreAccess access)
    {
        _path = path;
        _access = access;
    }

    /// <inheritdoc/>
    public override bool IsReadOnly => _access == FileStoreAccess.ReadOnly;

    /// <inheritdoc/>
    public override StoreAccess Access => _access == FileStoreAccess.Commit ? StoreAccess.WritePersist : StoreAccess.None;

    /// <inheritdoc/>
    public override bool IsMirror => true;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be read, is missing or is there already, or its directory is missing.</exception>
    /// <exception cref="WriteFailedException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// It may not be read or created, or is a directory; or it is to be written back and of a form that is not: a
    /// single certificate, or PEM with who knows what between the blocks.
    /// </exception>
    /// <exception cref="CertificateFormatException">It is neither empty nor a store.</exception>
    public static FileStore Open(
        string path, FileStoreMode mode = FileStoreMode.OpenExisting, FileStoreAccess access = FileStoreAccess.InMemory)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // The current directory may be another one when the file is written back.
        var store = new FileStore(Path.GetFullPath(path), access);
        store._format = store.Read(mode);
        if (access == FileStoreAccess.Commit && store._format is not (StoreFormat.Serialized or StoreFormat.Message))
            throw new UnauthorizedAccessException($"{path}: only serialized stores and PKCS #7 messages are written back");
        return store;
    }

    /// <inheritdoc/>
    public override bool TryResync()
    {
        lock (_file)
            Read(FileStoreMode.OpenExisting);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryResyncAlways()
    {
        Volatile.Write(ref _resyncsAlways, true);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryCommit(bool evenUnchanged)
    {
        if (_access != FileStoreAccess.Commit)
            return false;
        lock (_file)
        {
            (long, long, long, long) changes = Changes;
            if (!evenUnchanged && changes == _written)
                return true;
            IReadOnlyList<StoredCertificate> certificates = ListOf<StoredCertificate>().Snapshot();
            IReadOnlyList<StoredCrl> crls = ListOf<StoredCrl>().Snapshot();
            byte[] content = _format == StoreFormat.Message
                ? CertificateMessage.Write(certificates, crls)
                : SerializedStore.Write(certificates, crls);
            WriteFailedException.Watch(() => AtomicFile.Write(_path, content));
            _written = changes;
            _stamp = FileStamps.Of(new FileInfo(_path));
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool TryForgetChanges()
    {
        if (_access != FileStoreAccess.Commit)
            return false;
        lock (_file)
            _written = Changes;
        return true;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        Volatile.Write(ref _resyncsAlways, false);
        TryCommit(evenUnchanged: false);
    }

    private protected override void BeforeRead()
    {
        if (!Volatile.Read(ref _resyncsAlways))
            return;
        lock (_file)
        {
            // What is still to be written must not be lost without anybody having asked for it.
            bool isPending = _access == FileStoreAccess.Commit && Changes != _written;
            if (isPending || FileStamps.Of(new FileInfo(_path)) == _stamp)
                return;
            try
            {
                Read(FileStoreMode.OpenExisting);
            }
            catch (Exception failure) when (failure is CertificateFormatException || FileStamps.IsFileFailure(failure))
            {
                // A file that is gone, or is being written in place, leaves the store as it was; the next look tries again.
            }
        }
    }

    private StoreFormat Read(FileStoreMode mode)
    {
        // The stamp is taken first: a change while reading shows at the next look.
        string stamp = FileStamps.Of(new FileInfo(_path));
        StoreContents contents = Parse(mode);
        Load(contents);
        _stamp = stamp;
        _written = Changes;
        return contents.Format == StoreFormat.Empty ? FormatOfNew(_path) : contents.Format;
    }

    private StoreContents Parse(FileStoreMode mode)
    {
        string? failure = null;
        StoreContents contents;
        try
        {
            contents = StoreContents.Read(ReadAll(mode), line => failure ??= line);
        }
        catch (Exception endless) when (endless is InvalidDataException or CertificateFormatException)
        {
            throw new CertificateFormatException($"{_path}: {endless.Message}", endless);
        }

        return failure is null ? contents : throw new CertificateFormatException($"{_path}: {failure}");
    }

    private byte[] ReadAll(FileStoreMode mode)
    {
        (FileMode open, FileAccess access) = mode switch
        {
            FileStoreMode.OpenOrCreate => (FileMode.OpenOrCreate, FileAccess.Read),
            FileStoreMode.CreateNew => (FileMode.CreateNew, FileAccess.ReadWrite),
            _ => (FileMode.Open, FileAccess.Read),
        };
        using FileStream file = OpenFile(open, access);
        return BoundedFile.ReadToEnd(file, MaxFileBytes);
    }

    private FileStream OpenFile(FileMode mode, FileAccess access)
    {
        try
        {
            return new FileStream(_path, mode, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (IOException failure) when (mode != FileMode.Open && failure is not DirectoryNotFoundException && !File.Exists(_path))
        {
            throw new WriteFailedException(failure);
        }
    }

    /// <summary>The form that an empty file is written back in, by its name.</summary>
    private static StoreFormat FormatOfNew(string path) => Path.GetExtension(path).ToUpperInvariant() is ".P7C" or ".SPC"
        ? StoreFormat.Message
        : StoreFormat.Serialized;
}
