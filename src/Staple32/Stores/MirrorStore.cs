namespace Staple32.Stores;

/// <summary>
/// A store that shows what some other place holds, read anew at every look; nothing can be added or removed here. What is
/// there at two looks is the same element both times, with the properties that it has at the second.
/// </summary>
/// <param name="read">Reads the other place: elements that are in no store. Any thread calls it, one at a time.</param>
public sealed class MirrorStore(Func<IReadOnlyList<StoredElement>> read) : ListStore
{
    private readonly Lock _reading = new();

    /// <inheritdoc/>
    public override bool IsReadOnly => true;

    private protected override void BeforeRead()
    {
        lock (_reading)
        {
            IReadOnlyList<StoredElement> elements = read();
            ListOf<StoredCertificate>().Load([.. elements.OfType<StoredCertificate>()], ElementList<StoredCertificate>.TakeProperties);
            ListOf<StoredCrl>().Load([.. elements.OfType<StoredCrl>()], ElementList<StoredCrl>.TakeProperties);
        }
    }
}
