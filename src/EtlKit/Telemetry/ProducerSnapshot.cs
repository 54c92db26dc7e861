namespace EtlKit;

/// <summary>What a producer was doing. Immutable.</summary>
public sealed record ProducerSnapshot
{
    /// <summary>Gets the number of the producer, from 1; messages that it logs carry it as <c>Producer</c>.</summary>
    public int Number { get; init; }

    /// <summary>Gets what it was doing.</summary>
    public ProducerState State { get; init; }

    /// <summary>Gets how long it had been doing that, and, where rows go by in that state, with the same row.</summary>
    /// <value>
    /// In the states <see cref="ProducerState.Skipping"/>, <see cref="ProducerState.Reading"/> and <see cref="ProducerState.Transforming"/> up to a second less than
    /// it was: rows that go by are looked at once a second.
    /// </value>
    public TimeSpan TimeInState { get; init; }

    /// <summary>Gets the name of the source that it was reading.</summary>
    /// <value><see langword="null"/> when it had none.</value>
    public string? Source { get; init; }

    /// <summary>Gets the row that the state is about.</summary>
    /// <value>
    /// A 1-based number among the rows of the source, as in rejects: the row that is in the steps or under way in an asynchronous one; in all other states the row
    /// that the source has given last. 0 when there is none.
    /// </value>
    public long RowNumber { get; init; }

    /// <summary>Gets how many rows of the source are under way in asynchronous steps.</summary>
    public int RowsUnderWay { get; init; }

    /// <summary>Gets which of the rows under way the producer waits for: the oldest.</summary>
    /// <value>A 1-based number among the rows of the source; 0 when it doesn't wait for one.</value>
    public long OldestRowUnderWay { get; init; }
}
